using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Recovery.GoLog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Scrub;

/// <summary>
/// Looks over a whole data directory that no server uses, and says what is damaged, as far as the format lets it be seen: docs/file-format.md, "What damage can be found".
/// Changes nothing.
/// </summary>
public sealed class Scrubber
{
    /// <summary>A file that is damaged all over is not worth more.</summary>
    public const int MaxFindingsPerFile = 1_000;

    readonly DatabaseOptions _options;
    readonly IDisk _disk;
    readonly SlotCalendars _calendars;
    readonly ScrubTally _tally = new();

    Scrubber(DatabaseOptions options, IDisk disk) => (_options, _disk, _calendars) = (options, disk, new(options.Zone));

    /// <summary>Reads everything once; takes as long as that.</summary>
    /// <param name="options">The directory, and the zone and compression that its files do not record: with others than those it was written with, sound files look damaged.</param>
    /// <exception cref="IOException">The directory is not there, or a server uses it.</exception>
    public static ScrubReport Run(DatabaseOptions options, CancellationToken cancellationToken = default) => Run(options, PosixDisk.Instance, cancellationToken);

    internal static ScrubReport Run(DatabaseOptions options, IDisk disk, CancellationToken cancellationToken = default)
    {
        var root = Path.GetFullPath(options.RootDirectory);
        using var rootLock = disk.LockDirectory(root);
        var scrubber = new Scrubber(options with { RootDirectory = root }, disk);
        scrubber.CheckRootFiles(cancellationToken);
        scrubber.CheckLevel(root, [], cancellationToken);
        return scrubber._tally.ToReport();
    }

    void CheckRootFiles(CancellationToken cancellationToken)
    {
        Guard(_options.RootDirectory, () =>
        {
            var chain = SegmentChain.Read(_disk, _options.RootDirectory);
            foreach (var segment in chain.Segments)
                Guard(chain.PathOf(segment), () => new LogScrub(_disk, chain, _tally).Check(segment, cancellationToken));
        });
        foreach (var entry in _disk.ListDirectory(_options.RootDirectory))
        {
            var path = Path.Combine(_options.RootDirectory, entry.Name);
            if (!entry.IsDirectory && entry.Name.EndsWith(GoLogReplay.Extension, StringComparison.Ordinal))
                Guard(path, () => CheckGoLog(path));
        }
    }

    void CheckGoLog(string path)
    {
        using var file = _disk.Open(path, DiskOpenMode.Read);
        if (file.Length > Array.MaxLength)
        {
            _tally.Add(ScrubFault.GoLog, path, null, null, $"a log of {file.Length} bytes is larger than can be taken over");
            return;
        }

        var bytes = new byte[file.Length];
        var log = bytes.AsMemory(0, file.Read(bytes, 0));
        if (log.Length >= GoStatus.Size && !GoStatus.TryRead(log.Span, out _))
            _tally.Add(ScrubFault.GoLog, path, 0, null, "it does not start with a status");
        foreach (var fault in GoLogReader.Read(log).Faults)
            _tally.Add(ScrubFault.GoLog, path, null, null, fault);
    }

    /// <summary>A directory and all below it; buckets lie three levels below the root.</summary>
    void CheckLevel(string directory, string[] items, CancellationToken cancellationToken)
    {
        Guard(directory, () =>
        {
            var entries = _disk.ListDirectory(directory);
            if (items.Length == BucketCatalog.Categories.Length - 1)
            {
                if (!entries.Any(YearFileName.IsLike))
                    return;
                CheckCategory(directory, BucketCatalog.Categories[items.Length]);
                CheckBucket(directory, items, entries, cancellationToken);
                return;
            }

            var children = entries.Where(entry => entry.IsDirectory && TimeBucketKey.FindFault(entry.Name) is null).ToList();
            if (children.Count > 0)
                CheckCategory(directory, BucketCatalog.Categories[items.Length]);
            foreach (var child in children)
                CheckLevel(Path.Combine(directory, child.Name), [.. items, child.Name], cancellationToken);
        });
    }

    void CheckBucket(string directory, string[] items, IReadOnlyList<DiskEntry> entries, CancellationToken cancellationToken)
    {
        if (!Timeframe.TryParse(items[1], out var timeframe))
            return;
        _tally.Buckets++;
        var bucket = new BucketScrub(_disk, directory, timeframe, _calendars, _options.CompressVariableRecords, _tally);
        foreach (var entry in entries.Where(YearFileName.IsLike))
        {
            if (YearFileName.TryParse(entry.Name, out var year))
                bucket.AddYear(year);
            else
                _tally.Add(ScrubFault.Unreadable, Path.Combine(directory, entry.Name), null, null, "its name is no year");
        }

        bucket.Check(Guard, cancellationToken);
    }

    void CheckCategory(string directory, string category)
    {
        var path = Path.Combine(directory, BucketCatalog.CategoryFileName);
        Guard(path, () =>
        {
            if (!_disk.FileExists(path))
            {
                _tally.Add(ScrubFault.Category, path, null, null, $"it is not there; \"{category}\" is due");
                return;
            }

            using var file = _disk.Open(path, DiskOpenMode.Read);
            var foreign = BucketPlace.FindForeignCategory(file, category, out var isWhole);
            if (!isWhole)
                _tally.Add(ScrubFault.Category, path, 0, null, foreign is null ? $"it is cut short where \"{category}\" is due" : $"it says \"{foreign}\" where \"{category}\" is due");
        });
    }

    /// <summary>What the disk refuses to show is a finding, and the rest is looked at all the same.</summary>
    void Guard(string path, Action check)
    {
        try
        {
            check();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _tally.Add(ScrubFault.Unreadable, path, null, null, error.Message);
        }
    }
}
