using System.Runtime.ExceptionServices;
using MarketStore.Core.Errors;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Operations;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Checkpoints;

/// <summary>
/// Brings the files up to what the log holds, durably, and drops the log's older segments. One thread; writes go on meanwhile.
/// When anything fails the older segments stay, and the next checkpoint tries again.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    /// <summary>Above this many files and directories one flush of the whole file system is cheaper than one for each.</summary>
    const int MaxSingleFlushes = 128;

    readonly StorageContext _context;
    readonly BucketCatalog _catalog;
    readonly GroupCommitter _committer;
    readonly SegmentedLog _log;
    readonly DirtySet _failed = new();
    readonly PendingWork _pending;
    readonly SectionApplier _applier;
    readonly UnfinishedFile _unfinished;
    readonly List<ReplacedBlock> _abandoned = [];
    readonly List<ReplacedBlock> _replaced = [];
    readonly SemaphoreSlim _wanted = new(0, 1);
    readonly Thread _thread;
    volatile bool _isStopping;
    TaskCompletionSource<bool> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Checkpointer(StorageContext context, BucketCatalog catalog, GroupCommitter committer, SegmentedLog log, PendingWork pending, SectionApplier applier)
    {
        (_context, _catalog, _committer, _log, _pending, _applier) = (context, catalog, committer, log, pending, applier);
        _unfinished = new(context.Disk, context.Options.RootDirectory, context.Logger);
        committer.LogGrew += Request;
        _thread = new Thread(Run) { Name = "checkpoint", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Completes when the next checkpoint has ended, with true if it went well.</summary>
    public Task<bool> NextEnd => Volatile.Read(ref _next).Task;

    /// <summary>Asks for a checkpoint soon; does not wait.</summary>
    public void Request()
    {
        try
        {
            _wanted.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // One is wanted already, or none will come any more.
        }
    }

    /// <summary>Ends the thread and brings everything into the files: the second checkpoint flushes what the first one's blocks changed. Returns false when the log is still needed.</summary>
    public bool Finish()
    {
        Stop();
        return TryRun() && TryRun() && !_context.IsLogKept && !_context.HasPendingWork && _context.HotRowBytes == 0;
    }

    public void Dispose()
    {
        Stop();
        _committer.LogGrew -= Request;
        _wanted.Dispose();
        // Nobody waits for one that does not come.
        Volatile.Read(ref _next).TrySetResult(false);
    }

    void Stop()
    {
        _isStopping = true;
        Request();
        _thread.Join();
    }

    void Run()
    {
        while (true)
        {
            var isRequested = _wanted.Wait(_context.Options.CheckpointInterval);
            if (_isStopping)
                return;
            if (isRequested || _committer.BytesSinceCheckpoint > 0 || _context.HotRowBytes > 0 || !_failed.IsEmpty)
                TryRun();
        }
    }

    bool TryRun()
    {
        var isWell = false;
        try
        {
            RunOnce();
            isWell = true;
        }
        catch (Exception error)
        {
            if (error is FlushFailedException)
                _context.KeepLog();
            _context.Logger.LogError(error, "a checkpoint failed; the log is kept");
        }

        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(isWell);
        return isWell;
    }

    void RunOnce()
    {
        var begin = new BeginCheckpointOperation(_committer, _catalog, _pending, _applier, _context);
        _committer.Submit(begin);
        begin.Completion.GetAwaiter().GetResult();
        _failed.Merge(begin.Dirty);
        _replaced.AddRange(begin.DroppedBlocks.Select(dropped => new ReplacedBlock(dropped.File, dropped.Block, _context.LastScanTicket)));
        FlushNamesOf(begin.Frozen.Select(frozen => frozen.Bucket));
        WriteBlocks(begin);
        FlushDirty();
        _failed.Clear();
        // What the log would tell of at the next start.
        _unfinished.Write(_context.Feed.Unfinished);
        _log.DeleteThrough(begin.CompleteSegment);
        GiveBack();
    }

    /// <summary>New blocks are on the disk before the log says where they are, and the log says so before a slot points to them.</summary>
    void WriteBlocks(BeginCheckpointOperation begin)
    {
        var writer = new BlockWriter(_context);
        var operations = new List<(BlocksOperation Operation, YearFile File, IReadOnlyList<BlockReference> Abandoned)>();
        var carryBudget = _isStopping ? 0 : _context.Options.HotRowBytes / 4;
        foreach (var (bucket, file, rows) in begin.Frozen)
        {
            if (bucket.IsDestroyed)
                continue;
            try
            {
                var written = writer.Write(bucket, file, rows.View(), ref carryBudget);
                var operation = new BlocksOperation(bucket, file, rows, written, _applier, _context);
                _committer.Submit(operation);
                operations.Add((operation, file, written.Abandoned));
            }
            catch (IOException) when (bucket.IsDestroyed)
            {
                // Its rows went with it.
            }
        }

        // Only what was carried out has replaced anything: of an operation that failed, the slots point to the old blocks still.
        Exception? failure = null;
        foreach (var (operation, file, abandoned) in operations)
        {
            try
            {
                operation.Completion.GetAwaiter().GetResult();
                _replaced.AddRange(abandoned.Select(block => new ReplacedBlock(file, block, _context.LastScanTicket)));
            }
            catch (MarketStoreException error)
            {
                failure = error;
            }
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Blocks replaced by the checkpoint before this one: their slots are flushed now, and no log points to them any more. Scans that began before may still read them.</summary>
    void GiveBack()
    {
        // While slots wait to be written, the file still points to the blocks that they replace.
        if (_context.HasPendingWork)
            return;
        var isRead = _abandoned.ToLookup(block => block.File.Bucket.HasScans && block.File.Bucket.Scans.HasAny(block.LastScanTicket));
        PunchOut(isRead[false]);
        var kept = isRead[true].ToList();
        _abandoned.Clear();
        _abandoned.AddRange(kept);
        _abandoned.AddRange(_replaced);
        _replaced.Clear();
    }

    /// <summary>Gives the space of blocks back, where it is whole pages.</summary>
    static void PunchOut(IEnumerable<ReplacedBlock> blocks)
    {
        foreach (var file in blocks.GroupBy(block => block.File, block => block.Block))
        {
            if (file.Key.IsRetired)
                continue;
            try
            {
                using var lease = file.Key.Open();
                long start = 0, end = 0;
                foreach (var block in file.OrderBy(block => block.Offset))
                {
                    if (block.Offset != end)
                    {
                        lease.File.PunchHole(start, end - start);
                        start = block.Offset;
                    }

                    end = block.Offset + block.Length;
                }

                lease.File.PunchHole(start, end - start);
            }
            catch (IOException) when (file.Key.IsRetired)
            {
                // Removed meanwhile, and its blocks with it.
            }
        }
    }

    void FlushDirty()
    {
        if (_failed.Count > MaxSingleFlushes)
        {
            _context.Disk.SyncFileSystem(_context.Options.RootDirectory);
            return;
        }

        foreach (var file in _failed.Files)
            Flush(file);
        foreach (var path in _failed.NewFiles)
            FlushPath(path);
        foreach (var directory in _failed.Directories)
            _context.SyncDirectory(directory);
        // A directory may have been removed since, and another made in its place: what was removed from it is durable once its own removal is.
        foreach (var directory in _failed.Directories.SelectMany(WayUp).Distinct(StringComparer.Ordinal).OrderByDescending(path => path.Length).ToList())
            _context.SyncDirectory(directory);
    }

    /// <summary>The directories above one, up to the root.</summary>
    IEnumerable<string> WayUp(string directory)
    {
        for (var path = Path.GetDirectoryName(directory)!; path.Length >= _context.Options.RootDirectory.Length; path = Path.GetDirectoryName(path)!)
            yield return path;
    }

    static void Flush(YearFile file)
    {
        if (file.IsRetired)
            return;
        try
        {
            using var lease = file.Open();
            lease.File.Flush();
        }
        catch (IOException) when (file.IsRetired)
        {
            // Removed meanwhile.
        }
    }

    void FlushPath(string path)
    {
        try
        {
            using var file = _context.Disk.Open(path, DiskOpenMode.ReadWrite);
            file.Flush();
        }
        catch (FileNotFoundException)
        {
            // Removed meanwhile. Another may have been made in its place since: whoever made it says so to the next checkpoint.
        }
    }

    /// <summary>The log says of blocks that they take the place of rows in it: it may do so only once their files would be found after a power cut.</summary>
    void FlushNamesOf(IEnumerable<Bucket> buckets)
    {
        var due = new HashSet<string>(StringComparer.Ordinal);
        foreach (var bucket in buckets.Where(bucket => !bucket.IsDestroyed))
            due.UnionWith(WayUp(bucket.Directory).Prepend(bucket.Directory).Where(_failed.Directories.Contains));
        if (due.Count > MaxSingleFlushes)
        {
            _context.Disk.SyncFileSystem(_context.Options.RootDirectory);
            return;
        }

        foreach (var directory in due)
            _context.SyncDirectory(directory);
    }

    /// <summary>A block that no slot points to any more; scans up to a number may read it still.</summary>
    readonly record struct ReplacedBlock(YearFile File, BlockReference Block, long LastScanTicket);
}
