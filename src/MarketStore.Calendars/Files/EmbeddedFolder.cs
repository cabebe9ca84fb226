namespace MarketStore.Calendars.Files;

/// <summary>The files that are part of the program.</summary>
sealed class EmbeddedFolder : ICalendarFolder
{
    public IReadOnlyList<string> CalendarFiles { get; } =
        [.. typeof(EmbeddedFolder).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(CalendarFileReader.Extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public string PathOf(string fileName) => $"built-in {fileName}";

    public string Read(string fileName)
    {
        using var stream = typeof(EmbeddedFolder).Assembly.GetManifestResourceStream(fileName) ?? throw new UnreadableFileException("there is no such file");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
