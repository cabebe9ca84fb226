using System.Collections.Concurrent;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage;

/// <summary>What the parts of one open data directory share.</summary>
internal sealed class StorageContext(DatabaseOptions options, IDisk disk, ILogger logger)
{
    const int MaxKnownDamagedBlocks = 10_000;

    readonly ConcurrentDictionary<(string Path, BlockReference Block), bool> _damagedBlocks = new();
    long _hotRowBytes;
    long _lastScanTicket;
    uint _lastBucketLogId;

    public DatabaseOptions Options { get; } = options;

    public IDisk Disk { get; } = disk;

    public ILogger Logger { get; } = logger;

    public FileHandleCache Files { get; } = new(disk, options.MaxOpenFiles);

    /// <summary>Slots by timeframe and year, shared by all buckets.</summary>
    public SlotCalendars Calendars { get; } = new(options.Zone);

    /// <summary>Schemas, each shared by all buckets that have it.</summary>
    public SchemaPool Schemas { get; } = new();

    /// <summary>Tells of what is committed.</summary>
    public ChangeFeed Feed { get; } = new();

    /// <summary>Year files written since the last checkpoint began, and directories with new or gone entries. Commit thread only.</summary>
    public DirtySet Dirty { get; set; } = new();

    /// <summary>Blocks of deleted rows, of which no slot and no later record of the log speaks, since the last checkpoint began. Commit thread only.</summary>
    public List<(YearFile File, BlockReference Block)> DroppedBlocks { get; set; } = [];

    /// <summary>
    /// True once a flush of a file or directory failed: no later flush can be trusted to bring what was written before to the disk, so the log stays
    /// until the next start has brought its rows in anew.
    /// </summary>
    public bool IsLogKept => _isLogKept;

    /// <summary>True while files refuse what is in the log: it must stay then.</summary>
    public bool HasPendingWork
    {
        get => _hasPendingWork;
        set => _hasPendingWork = value;
    }

    /// <summary>Bytes of variable rows that are not in blocks yet.</summary>
    public long HotRowBytes => Interlocked.Read(ref _hotRowBytes);

    /// <summary>Year files that were found damaged since the start.</summary>
    public int DamagedFiles => _damagedFiles;

    int _damagedFiles;
    volatile bool _isLogKept;
    volatile bool _hasPendingWork;

    public void KeepLog()
    {
        if (!_isLogKept)
            Logger.LogError("a flush failed, and what the disk has lost is not known: the log is kept until the next start, which brings its rows in anew");
        _isLogKept = true;
    }

    /// <summary>Makes the entries of a directory durable. When that fails, names of others that are due to be flushed may be lost with those in question.</summary>
    /// <exception cref="FlushFailedException">What was done since the last flush may be lost for good; the log is kept.</exception>
    public void SyncDirectory(string path)
    {
        try
        {
            Disk.SyncDirectory(path);
        }
        catch (FlushFailedException)
        {
            KeepLog();
            throw;
        }
    }

    public void HotRowBytesChanged(long difference) => Interlocked.Add(ref _hotRowBytes, difference);

    /// <summary>Scans by now have a number up to this one.</summary>
    public long LastScanTicket => Interlocked.Read(ref _lastScanTicket);

    public long NextScanTicket() => Interlocked.Increment(ref _lastScanTicket);

    public uint NextBucketLogId() => Interlocked.Increment(ref _lastBucketLogId);

    public void ReportDamagedFile(string path, string fault)
    {
        Interlocked.Increment(ref _damagedFiles);
        Logger.LogError("year file {Path} is set aside: {Fault}", path, fault);
    }

    public void ReportShortFile(string path, long length, long due)
    {
        Interlocked.Increment(ref _damagedFiles);
        Logger.LogError("year file {Path} has {Length} bytes, its slots need {Due}: it was cut short at offset {Offset}, and rows behind are gone", path, length, due, length);
    }

    /// <summary>Says so once for each block, however often it is asked for.</summary>
    public void ReportDamagedBlock(string path, BlockReference reference, string fault)
    {
        if (_damagedBlocks.Count >= MaxKnownDamagedBlocks || !_damagedBlocks.TryAdd((path, reference), true))
            return;
        Interlocked.Increment(ref _damagedFiles);
        Logger.LogError(
            "{Path}: the block of slot {Slot} at offset {Offset}, {Length} bytes, cannot be read: {Fault}; its rows are left out", path, reference.Index, reference.Offset, reference.Length, fault);
    }
}
