using System.IO.Compression;
using System.Text.Json;

namespace MarketStore.TestKit.Golden;

/// <summary>Where the recorded answers lie: they are copied beside the tests.</summary>
public static class GoldenFiles
{
    public static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "golden");

    public static IReadOnlyList<string> ScenarioFiles { get; } = ["utc", "new-york"];

    public static IReadOnlyList<string> Directories { get; } = ["utc-snappy", "utc-plain", "new-york-snappy"];

    /// <summary>Each directory, and beside it the same with empty slots and all the rows in the log.</summary>
    public static IEnumerable<string> Archives => Directories.SelectMany(name => new[] { name, name + "-wal" });

    /// <summary>The file of a recorded directory without or with the log: both hold the same rows.</summary>
    public static string DirectoryOf(string archive) => archive.EndsWith("-wal", StringComparison.Ordinal) ? archive[..^"-wal".Length] : archive;

    public static string ArchivePath(string archive) => Path.Combine(Root, "dirs", archive + ".tar.gz");

    internal static JsonDocument ReadJson(params string[] path)
    {
        using var file = File.OpenRead(Path.Combine([Root, .. path]) + ".json.gz");
        using var unpacked = new GZipStream(file, CompressionMode.Decompress);
        return JsonDocument.Parse(unpacked);
    }
}
