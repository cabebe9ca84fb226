using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Recovery.GoLog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Scrub;

/// <summary>Tells of entries that no server of ours makes or reads: they do no harm, and somebody may wonder about them.</summary>
internal static class StrayEntries
{
    const int TimeframeDepth = 1;
    const int BucketDepth = 3;

    // A Go server may have left it.
    const string GoMetadata = "metadata.db";

    // The root of a file system has it, and most users may not look into it.
    const string LostAndFound = "lost+found";

    public static bool IsOfFileSystem(string name, int depth) => depth == 0 && name == LostAndFound;

    /// <param name="depth">Levels below the root.</param>
    public static void Tell(string directory, int depth, IReadOnlyList<DiskEntry> entries, ScrubTally tally)
    {
        foreach (var entry in entries)
        {
            if (entry.Name != GoMetadata && !IsOfFileSystem(entry.Name, depth) && (entry.IsDirectory ? OfDirectory(entry.Name, depth) : OfFile(entry, depth)) is { } text)
                tally.AddNotice(Path.Combine(directory, entry.Name), text);
        }
    }

    static string? OfDirectory(string name, int depth) => depth switch
    {
        BucketDepth => "a directory among year files",
        _ when TimeBucketKey.FindFault(name) is { } fault => $"a directory that is left alone: {fault}",
        TimeframeDepth when !Timeframe.TryParse(name, out _) => "a directory that is left alone: its name is no timeframe",
        _ => null,
    };

    static string? OfFile(DiskEntry entry, int depth)
    {
        var name = entry.Name;
        if (name == BucketCatalog.CategoryFileName || (depth == BucketDepth && YearFileName.IsLike(entry)))
            return null;
        if (name.Contains(Repairer.CopySuffix, StringComparison.Ordinal))
            return "a copy that a repair kept";
        if (depth > 0)
            return "a file that belongs to no bucket";
        return name.EndsWith(GoLogReplay.Extension, StringComparison.Ordinal) || LogFiles.TryParse(name, out _) ? null
            : name.Contains(LogFiles.DamagedSuffix, StringComparison.Ordinal) ? "a copy of a segment that was found damaged"
            : name.Contains(GoLogReplay.Extension, StringComparison.Ordinal) ? "a log of the Go server that was set aside"
            : "a file that belongs to no bucket";
    }
}
