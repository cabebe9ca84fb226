namespace MarketStore.TestKit.Golden;

/// <summary>A recorded data directory: the settings it was made with, the writes that made it, and the answers read from it.</summary>
public sealed record GoldenDirectory(string Name, string TimeZone, bool IsCompressed, IReadOnlyList<ScenarioStep> Writes, IReadOnlyList<ScenarioStep> Queries)
{
    /// <param name="name">One of <see cref="GoldenFiles.Directories"/>.</param>
    public static GoldenDirectory Load(string name)
    {
        using var document = GoldenFiles.ReadJson("dirs", name);
        var root = document.RootElement;
        return new(
            name,
            root.GetProperty("timezone").GetString()!,
            !root.GetProperty("disable_variable_compression").GetBoolean(),
            [.. root.GetProperty("writes").EnumerateArray().Select(ScenarioStep.Read)],
            [.. root.GetProperty("queries").EnumerateArray().Select(ScenarioStep.Read)]);
    }
}
