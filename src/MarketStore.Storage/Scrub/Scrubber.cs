using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Listing;
using MarketStore.Storage.Recovery.GoLog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Scrub;

/// <summary>
/// Looks over a whole data directory that no server uses, and says what is damaged, as far as the format lets it be seen: docs/file-format.md, "What damage can be found".
/// Changes nothing, unless repairs are asked for.
/// </summary>
public sealed class Scrubber
{
    /// <summary>A file that is damaged all over is not worth more.</summary>
    public const int MaxFindingsPerFile = 1_000;

    const string LogIsLeft = "rows of a log may still belong there: start a server on the directory once, stop it, and repair then";

    readonly DatabaseOptions _options;
    readonly ScrubOptions _look;
    readonly IDisk _disk;
    readonly SlotCalendars _calendars;
    readonly ScrubTally _tally = new();
    readonly List<BucketScrub> _buckets = [];

    Scrubber(DatabaseOptions options, ScrubOptions look, IDisk disk) => (_options, _look, _disk, _calendars) = (options, look, disk, new(options.Zone));

    /// <inheritdoc cref="Run(DatabaseOptions, ScrubOptions, CancellationToken)"/>
    public static ScrubReport Run(DatabaseOptions options, CancellationToken cancellationToken = default) => Run(options, new ScrubOptions(), cancellationToken);

    /// <summary>Reads everything once; takes as long as that.</summary>
    /// <param name="options">The directory, and the zone and compression that its files do not record: with others than those it was written with, sound files look damaged.</param>
    /// <param name="look">What to look at and what to do about it.</param>
    /// <exception cref="IOException">The directory is not there, or a server uses it and that is not allowed for.</exception>
    public static ScrubReport Run(DatabaseOptions options, ScrubOptions look, CancellationToken cancellationToken = default) => Run(options, look, PosixDisk.Instance, cancellationToken);

    internal static ScrubReport Run(DatabaseOptions options, IDisk disk, CancellationToken cancellationToken = default) => Run(options, new ScrubOptions(), disk, cancellationToken);

    internal static ScrubReport Run(DatabaseOptions options, ScrubOptions look, IDisk disk, CancellationToken cancellationToken = default)
    {
        if (look is { AllowsServer: true, Repairs: true })
            throw new ArgumentException("nothing is repaired beside a server", nameof(look));
        var root = Path.GetFullPath(options.RootDirectory);
        using var rootLock = Lock(disk, root, look.AllowsServer);
        var scrubber = new Scrubber(options with { RootDirectory = root }, look, disk);
        scrubber.CheckRootFiles(cancellationToken);
        scrubber.CheckLevel(root, [], cancellationToken);
        scrubber.CheckBuckets(cancellationToken);
        return scrubber._tally.ToReport(scrubber.Repair(), isBesideServer: rootLock is null);
    }

    /// <summary>Null when a server holds the directory and that is allowed.</summary>
    static IDisposable? Lock(IDisk disk, string root, bool allowsServer)
    {
        try
        {
            return disk.LockDirectory(root);
        }
        catch (DirectoryInUseException) when (allowsServer)
        {
            return null;
        }
    }

    void CheckRootFiles(CancellationToken cancellationToken)
    {
        _tally.Guard(_options.RootDirectory, () =>
        {
            var chain = SegmentChain.Read(_disk, _options.RootDirectory);
            foreach (var segment in chain.Segments)
                _tally.Guard(chain.PathOf(segment), () => new LogScrub(_disk, chain, _tally).Check(segment, cancellationToken));
        });
        foreach (var entry in _disk.ListDirectory(_options.RootDirectory))
        {
            var path = Path.Combine(_options.RootDirectory, entry.Name);
            if (!entry.IsDirectory && entry.Name.EndsWith(GoLogReplay.Extension, StringComparison.Ordinal))
                _tally.Guard(path, () => CheckGoLog(path, cancellationToken));
        }
    }

    void CheckGoLog(string path, CancellationToken cancellationToken)
    {
        using var file = _disk.Open(path, DiskOpenMode.Read);
        if (file.Length > Array.MaxLength)
            _tally.Add(ScrubFault.GoLog, path, null, null, $"a log of {file.Length} bytes is larger than can be taken over");
        var summary = LogListing.ListGoLog(file, AddFault, cancellationToken);
        _tally.PendingGroups += summary.PendingGroups ?? 0;

        void AddFault(LogEntry entry)
        {
            if (entry.Fault is { } fault)
                _tally.Add(ScrubFault.GoLog, path, entry.Offset, null, fault);
        }
    }

    /// <summary>A directory and all below it; buckets lie three levels below the root.</summary>
    void CheckLevel(string directory, string[] items, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _tally.Guard(directory, () =>
        {
            var entries = _disk.ListDirectory(directory);
            StrayEntries.Tell(directory, items.Length, entries, _tally);
            if (items.Length == BucketCatalog.Categories.Length - 1)
            {
                CheckBucketDirectory(directory, items, entries);
                return;
            }

            var children = entries.Where(entry => entry.IsDirectory && TimeBucketKey.FindFault(entry.Name) is null && !StrayEntries.IsOfFileSystem(entry.Name, items.Length)).ToList();
            if (children.Count > 0)
                CheckCategory(directory, BucketCatalog.Categories[items.Length]);
            else if (items.Length > 0)
                _tally.AddNotice(directory, "a directory without a bucket");
            foreach (var child in children)
                CheckLevel(Path.Combine(directory, child.Name), [.. items, child.Name], cancellationToken);
        });
    }

    void CheckBucketDirectory(string directory, string[] items, IReadOnlyList<DiskEntry> entries)
    {
        if (!entries.Any(YearFileName.IsLike))
        {
            _tally.AddNotice(directory, "a directory without a year file");
            return;
        }

        CheckCategory(directory, BucketCatalog.Categories[items.Length]);
        if (!Timeframe.TryParse(items[1], out var timeframe))
            return;
        _tally.Buckets++;
        var bucket = new BucketScrub(_disk, directory, timeframe, _calendars, _options.CompressVariableRecords);
        _buckets.Add(bucket);
        foreach (var entry in entries.Where(YearFileName.IsLike))
        {
            if (!YearFileName.TryParse(entry.Name, out var year))
                _tally.Add(ScrubFault.Unreadable, Path.Combine(directory, entry.Name), null, null, "its name is no year");
            else if (year >= _look.FirstYear && year <= _look.LastYear)
                bucket.AddYear(year);
        }
    }

    void CheckBuckets(CancellationToken cancellationToken)
    {
        long done = 0;
        if (_look.Parallelism > 1)
            Parallel.ForEach(_buckets, new ParallelOptions { MaxDegreeOfParallelism = _look.Parallelism, CancellationToken = cancellationToken }, Check);
        else
            _buckets.ForEach(Check);
        foreach (var bucket in _buckets)
            _tally.Include(bucket.Tally);

        void Check(BucketScrub bucket)
        {
            bucket.Check(cancellationToken);
            _look.Progress?.Invoke(Interlocked.Increment(ref done), _buckets.Count);
        }
    }

    void CheckCategory(string directory, string category)
    {
        var path = Path.Combine(directory, BucketCatalog.CategoryFileName);
        _tally.Guard(path, () =>
        {
            if (_disk.DirectoryExists(path))
            {
                _tally.Add(ScrubFault.Category, path, null, null, $"it is a directory; a file that says \"{category}\" is due");
                return;
            }

            if (!_disk.FileExists(path))
            {
                _tally.Add(ScrubFault.Category, path, null, null, $"it is not there; \"{category}\" is due");
                _tally.AddRepair(new(ScrubFault.Category, path, category, 0));
                return;
            }

            using var file = _disk.Open(path, DiskOpenMode.Read);
            var foreign = BucketPlace.FindForeignCategory(file, category, out var isWhole);
            if (isWhole)
                return;
            _tally.Add(ScrubFault.Category, path, 0, null, foreign is null ? $"it is cut short where \"{category}\" is due" : $"it says \"{foreign}\" where \"{category}\" is due");
            if (foreign is null)
                _tally.AddRepair(new(ScrubFault.Category, path, category, 0));
        });
    }

    List<ScrubRepair> Repair()
    {
        if (!_look.Repairs)
            return [];
        var isLogLeft = _tally.LogRecords > 0 || _tally.PendingGroups > 0;
        var repairer = new Repairer(_disk);
        return [.. _tally.DueRepairs.Select(due => isLogLeft ? Repairer.Refuse(due, LogIsLeft) : repairer.Repair(due))];
    }
}
