using System.Text;

namespace MarketStore.Calendars.Files;

/// <summary>A directory of the user's.</summary>
sealed class DiskFolder(string directory) : ICalendarFolder
{
    const int LargestFile = 1 << 20;

    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public IReadOnlyList<string> CalendarFiles
    {
        get
        {
            try
            {
                return [.. Directory.EnumerateFiles(directory, $"*{CalendarFileReader.Extension}").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw new UnreadableFileException(ReasonOf(e));
            }
        }
    }

    public string PathOf(string fileName) => Path.Combine(directory, fileName);

    public string Read(string fileName)
    {
        try
        {
            using var stream = new FileStream(PathOf(fileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            // Read to one byte past the bound, since not every file tells its length.
            var bytes = new byte[LargestFile + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > LargestFile)
                throw new UnreadableFileException($"it is larger than {LargestFile} bytes");
            var text = bytes.AsSpan(0, length);
            return StrictUtf8.GetString(text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new UnreadableFileException(ReasonOf(e));
        }
    }

    static string ReasonOf(Exception e) => e switch
    {
        DirectoryNotFoundException => "there is no such directory",
        FileNotFoundException => "there is no such file",
        DecoderFallbackException => "it is not UTF-8",
        _ => $"it cannot be read: {e.Message}",
    };
}
