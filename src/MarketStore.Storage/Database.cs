using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Checkpoints;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Operations;
using MarketStore.Storage.Records;
using MarketStore.Storage.Recovery;
using MarketStore.Storage.Recovery.GoLog;
using MarketStore.Storage.Wal;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage;

/// <summary>The one entry point of the engine: rows go in by <see cref="WriteAsync"/>, and come out by <see cref="Scan"/>. Safe for any number of threads.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>What the header of a bucket made by its first write says, as the Go server has it.</summary>
    internal const string WrittenDescription = "Created By Writer";
    internal const string CreatedDescription = "Default";

    /// <summary>A write starts over when its bucket was removed under it, but not for ever.</summary>
    const int MaxWriteAttempts = 8;

    /// <summary>Writes wait for a checkpoint once this many times the bytes wanted of variable rows are in memory.</summary>
    const int MaxHotRowFactor = 4;

    /// <summary>A write that waits for room is refused after so many checkpoints in a row that failed or made none.</summary>
    const int MaxVainCheckpoints = 3;

    readonly StorageContext _context;
    readonly BucketCatalog _catalog;
    readonly PendingWork _pending;
    readonly SectionApplier _applier;
    readonly RowEncoder _encoder;
    readonly IDisposable _rootLock;
    readonly SegmentedLog _log;
    readonly GroupCommitter _committer;
    readonly Checkpointer _checkpointer;
    readonly Sentinel _sentinel;
    readonly ClosableGate _openScans = new();
    readonly SemaphoreSlim _roomTurn = new(1, 1);
    int _isClosing;

    Database(StorageContext context, IDisposable rootLock, TimeProvider clock)
    {
        (_context, _rootLock) = (context, rootLock);
        _catalog = new BucketCatalog(context);
        _pending = new PendingWork(context, _catalog);
        _applier = new SectionApplier(_catalog, context, _pending);
        _encoder = new RowEncoder(context.Options.Zone);
        new CatalogLoader(context, _catalog).Load();
        foreach (var range in new UnfinishedFile(context.Disk, context.Options.RootDirectory, context.Logger).Read())
            context.Feed.AddMissed(range);
        var replay = new LogReplay(context, _catalog, _applier, _pending);
        replay.Run();
        _log = new SegmentedLog(context, replay.LastSegment);
        if (!context.Options.WalBypass)
            BeginLog(replay.LastSequence + 1);
        _committer = new GroupCommitter(context, _log, _pending, _applier, replay.LastSequence + 1);
        try
        {
            TakeOverGoLogs();
            _sentinel = new Sentinel(context);
            _sentinel.TryWrite(clock.GetUtcNow());
        }
        catch
        {
            _committer.Dispose();
            _log.Dispose();
            throw;
        }

        _checkpointer = new Checkpointer(context, _catalog, _committer, _log, _pending, _applier);
        if (replay.RecordCount > 0 || _committer.LogBytes > 0)
            _checkpointer.Request();
    }

    public DatabaseOptions Options => _context.Options;

    public MarketTimeZone Zone => Options.Zone;

    /// <summary>Figures for status reports and metrics, as they are now.</summary>
    public DatabaseStatus Status => new(_catalog.Count, _context.Files.OpenCount, _context.HotRowBytes, _committer.LogBytes, _context.DamagedFiles) { HasBacklog = _context.HasPendingWork, IsLogKept = _context.IsLogKept };

    /// <summary>Hears how long each successful write took, its wait for the disk included. Called from any thread; must not throw or block.</summary>
    public event Action<TimeSpan>? BatchWritten;

    /// <summary>Opens a data directory: takes its lock, finds the buckets, replays what a crash left in our log or in one of the Go server.</summary>
    /// <exception cref="IOException">The directory cannot be made, or another process holds it.</exception>
    public static Database Open(DatabaseOptions options, ILogger<Database> logger) => Open(options, logger, PosixDisk.Instance, TimeProvider.System);

    internal static Database Open(DatabaseOptions options, ILogger logger, IDisk disk, TimeProvider clock)
    {
        var root = Path.GetFullPath(options.RootDirectory);
        if (!disk.DirectoryExists(root))
            disk.CreateDirectory(root);
        var rootLock = disk.LockDirectory(root);
        var context = new StorageContext(options with { RootDirectory = root }, disk, logger);
        try
        {
            return new Database(context, rootLock, clock);
        }
        catch
        {
            context.Files.Dispose();
            rootLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stores rows of any number of buckets as one batch: after a crash all of them are there or none. Returns once they are durable and readable.
    /// A bucket that does not exist is made with the columns of its rows. Each key may occur once.
    /// </summary>
    /// <exception cref="MarketStoreException">Nothing was stored; the message says why.</exception>
    public Task WriteAsync(IReadOnlyList<BucketWrite> writes, CancellationToken cancellationToken = default) => WriteAsync(writes, origin: null, isQuiet: false, cancellationToken);

    /// <summary>The same, and says who writes to whoever listens; or has nobody hear of it, also not after a crash.</summary>
    /// <exception cref="MarketStoreException">Nothing was stored; the message says why.</exception>
    public async Task WriteAsync(IReadOnlyList<BucketWrite> writes, object? origin, bool isQuiet, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (IsFull || _roomTurn.CurrentCount == 0)
                    await WaitForRoomAsync(cancellationToken);
                if (Prepare(writes, origin, isQuiet) is { } operation)
                    await operation.Completion;
                BatchWritten?.Invoke(Stopwatch.GetElapsedTime(start));
                return;
            }
            catch (BucketDestroyedException) when (attempt < MaxWriteAttempts)
            {
                // The next attempt finds the bucket gone and makes it anew.
            }
        }
    }

    /// <summary>Makes an empty bucket with a year file for the given year. Columns named Epoch are left out, and Nanoseconds of a variable bucket too.</summary>
    /// <exception cref="MarketStoreException">The bucket exists, or its key or columns cannot be stored.</exception>
    public async Task CreateAsync(TimeBucketKey key, RecordType recordType, IReadOnlyList<DataShape> columns, int year, CancellationToken cancellationToken = default)
    {
        ThrowIfClosing();
        cancellationToken.ThrowIfCancellationRequested();
        if (year is < MarketTimeZone.MinYear or > MarketTimeZone.MaxYear)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{key}: the year {year} lies outside {MarketTimeZone.MinYear} to {MarketTimeZone.MaxYear}");
        var bucket = _catalog.AnnounceNew(key, timeframe => NewSchema(key, timeframe, recordType, columns, CreatedDescription));
        var operation = new CreateOperation(bucket, year, _catalog, _applier, _pending);
        try
        {
            BucketPlace.Check(_context, bucket, year);
        }
        catch
        {
            operation.Release();
            throw;
        }

        Submit(operation);
        await operation.Completion;
    }

    /// <summary>Removes the rows of a bucket within a range, both ends inclusive; returns how many. Once it returns they are gone for good. The bucket stays, also without any row.</summary>
    /// <exception cref="BucketNotFoundException">The bucket does not exist.</exception>
    /// <exception cref="MarketStoreException">Nothing was removed; the message says why.</exception>
    public Task<long> DeleteAsync(TimeBucketKey key, TimeRange range, CancellationToken cancellationToken = default) => DeleteAsync(key, range, origin: null, cancellationToken);

    /// <summary>The same, and says who deletes to whoever listens.</summary>
    /// <exception cref="BucketNotFoundException">The bucket does not exist.</exception>
    /// <exception cref="MarketStoreException">Nothing was removed; the message says why.</exception>
    public async Task<long> DeleteAsync(TimeBucketKey key, TimeRange range, object? origin, CancellationToken cancellationToken = default)
    {
        ThrowIfClosing();
        cancellationToken.ThrowIfCancellationRequested();
        if (!_catalog.TryGet(key, out var bucket))
            throw new BucketNotFoundException(key);
        if (range.IsEmpty)
            return 0;
        var operation = new DeleteOperation(bucket, range, _applier, _pending, origin);
        Submit(operation);
        await operation.Completion;
        return operation.RowCount;
    }

    /// <summary>Removes a bucket, or every bucket below a shorter path such as <c>AAPL</c> or <c>AAPL/1Min</c>.</summary>
    /// <exception cref="MarketStoreException">Nothing is there, or the path is none.</exception>
    public async Task DestroyAsync(string path, CancellationToken cancellationToken = default)
    {
        ThrowIfClosing();
        cancellationToken.ThrowIfCancellationRequested();
        var items = path.Split('/');
        if (items.Length > 3)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"\"{path}\" is not usable: it has more than three parts");
        foreach (var item in items)
        {
            if (TimeBucketKey.FindFault(item) is { } fault)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"the path is not usable: {fault}");
        }

        var operation = new DestroyOperation(path, _catalog, _pending);
        Submit(operation);
        await operation.Completion;
    }

    public bool TryGetBucket(TimeBucketKey key, [NotNullWhen(true)] out BucketInfo? bucket)
    {
        try
        {
            bucket = _catalog.TryGet(key, out var found) ? found.Info : null;
            return bucket is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MarketStoreException(ErrorKind.StorageFailure, $"{key} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>In the order of their texts.</summary>
    public IReadOnlyList<TimeBucketKey> ListBuckets() => [.. _catalog.Buckets.Where(bucket => bucket.Exists).Select(bucket => bucket.Key).OrderBy(key => key.ToString(), StringComparer.Ordinal)];

    /// <summary>All buckets of a symbol and attribute group, in any timeframe.</summary>
    public IReadOnlyList<TimeBucketKey> ListBuckets(string symbol, string attributeGroup) =>
        [.. _catalog.OfSymbol(symbol).Where(bucket => bucket.Key.AttributeGroup == attributeGroup).Select(bucket => bucket.Key)];

    /// <summary>In the order of their texts.</summary>
    public IReadOnlyList<string> ListSymbols() => [.. _catalog.Symbols.Order(StringComparer.Ordinal)];

    /// <summary>Reads rows. The caller disposes the series when it has been sent or copied.</summary>
    /// <exception cref="BucketNotFoundException">The bucket does not exist, or was removed meanwhile.</exception>
    /// <exception cref="MarketStoreException">The bucket cannot be read.</exception>
    public ColumnSeries Scan(TimeBucketKey key, ScanRequest request, CancellationToken cancellationToken = default) => Scan(key, request, out _, cancellationToken);

    /// <summary>The same, and up to which change of the bucket the rows are: all of those, and none of later ones. Changes count from when somebody listens.</summary>
    /// <exception cref="BucketNotFoundException">The bucket does not exist, or was removed meanwhile.</exception>
    /// <exception cref="MarketStoreException">The bucket cannot be read.</exception>
    public ColumnSeries Scan(TimeBucketKey key, ScanRequest request, out long sequence, CancellationToken cancellationToken = default)
    {
        if (request.RowLimit < 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"a row limit of {request.RowLimit} is negative");
        if (!_catalog.TryGet(key, out var bucket))
            throw new BucketNotFoundException(key);
        if (!_openScans.TryEnter())
            throw new MarketStoreException(ErrorKind.Unavailable, "the server is stopping and takes no queries");
        try
        {
            using var snapshot = ScanSnapshot.TryTake(bucket);
            if (snapshot is null)
                throw new BucketNotFoundException(key);
            sequence = snapshot.ChangeSequence;
            return BucketScan.Run(snapshot, request, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (bucket.IsDestroyed)
                throw new BucketNotFoundException(key);
            throw new MarketStoreException(ErrorKind.StorageFailure, $"{key} cannot be read: {error.Message}", error);
        }
        finally
        {
            _openScans.Exit();
        }
    }

    /// <summary>Tells of everything that is committed from here on, and of what a crash kept from whoever listened before. One listener at a time.</summary>
    public void Listen(IChangeListener listener) => _context.Feed.Listen(listener);

    /// <summary>Nobody is to listen: what a crash kept from whoever listened before is forgotten. Without this call it is kept for the next that opens the directory.</summary>
    public void ForgetMissedChanges() => _context.Feed.Forget();

    /// <summary>Runs a checkpoint now and waits for its end.</summary>
    internal Task CheckpointAsync()
    {
        var end = _checkpointer.NextEnd;
        _checkpointer.Request();
        return end;
    }

    /// <summary>Stops taking writes, brings everything into the files and leaves no log behind.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosing, 1) != 0)
            return ValueTask.CompletedTask;
        var isComplete = _checkpointer.Finish();
        _committer.Dispose();
        _checkpointer.Dispose();
        _log.Dispose();
        try
        {
            if (isComplete && !Options.WalBypass)
                _log.DeleteThrough(ulong.MaxValue);
            if (isComplete)
                _sentinel.Remove();
        }
        catch (IOException error)
        {
            _context.Logger.LogError("the log could not be removed: {Error}", error.Message);
        }

        _openScans.Close();
        _context.Files.Dispose();
        _rootLock.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Holds writers back that are faster than blocks can be written, one after the other, so that memory stays bounded.</summary>
    async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        await _roomTurn.WaitAsync(cancellationToken);
        try
        {
            for (var vain = 0; IsFull;)
            {
                ThrowIfClosing();
                var before = _context.HotRowBytes;
                var end = _checkpointer.NextEnd;
                _checkpointer.Request();
                var isWell = await end.WaitAsync(cancellationToken);
                // The first that ends may have begun before the rows came.
                vain = isWell && _context.HotRowBytes < before ? 0 : vain + 1;
                if (IsFull && vain == MaxVainCheckpoints)
                    throw new MarketStoreException(ErrorKind.StorageFailure, $"{_context.HotRowBytes >> 20} MiB of ticks wait in memory and cannot be written into their files (is the disk full?)");
            }
        }
        finally
        {
            _roomTurn.Release();
        }
    }

    /// <summary>On a full disk the store can be read all the same: the first write tries again.</summary>
    void BeginLog(ulong firstSequence)
    {
        try
        {
            _log.OpenNext(firstSequence);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _context.Logger.LogError("no log segment can be opened, writes are refused until one can: {Error}", error.Message);
        }
    }

    void TakeOverGoLogs()
    {
        var takeover = new GoLogReplay(_context, _catalog, _applier, _pending, _committer);
        takeover.Run();
        if (takeover.HasEndings)
        {
            using var checkpointer = new Checkpointer(_context, _catalog, _committer, _log, _pending, _applier);
            if (!checkpointer.Finish())
                throw new MarketStoreException(ErrorKind.StorageFailure, "the rows of a log of the Go server cannot be brought into their files");
        }

        takeover.End();
    }

    /// <summary>Checks and encodes a batch and queues it; null when there is nothing to write. On the caller's thread.</summary>
    WriteOperation? Prepare(IReadOnlyList<BucketWrite> writes, object? origin, bool isQuiet)
    {
        ThrowIfClosing();
        var batch = new EncodedBatch(EstimateBytes(writes));
        var resolved = new List<Bucket>(writes.Count);
        var operation = new WriteOperation(batch, resolved, _catalog, _applier, _pending, origin, isQuiet);
        try
        {
            foreach (var write in writes)
            {
                if (write.Rows.RowCount == 0)
                    continue;
                var bucket = _catalog.ResolveForWrite(write.Key, timeframe => NewSchema(write, timeframe));
                resolved.Add(bucket);
                var schema = bucket.Schema;
                _encoder.Encode(bucket, schema, RowMatcher.Match(write, schema), batch);
            }

            operation.Seal();
        }
        catch (Exception error)
        {
            operation.Release();
            // The header of a year file is read when it is first needed.
            if (error is IOException or UnauthorizedAccessException)
                throw new MarketStoreException(ErrorKind.StorageFailure, $"nothing was written: {error.Message}", error);
            throw;
        }

        if (batch.Length > 0)
        {
            Submit(operation);
            return operation;
        }

        operation.Release();
        return null;
    }

    void Submit(LogOperation operation)
    {
        try
        {
            _committer.Submit(operation);
        }
        catch
        {
            operation.Release();
            throw;
        }
    }

    bool IsFull => _context.HotRowBytes / MaxHotRowFactor > Options.HotRowBytes;

    static int EstimateBytes(IReadOnlyList<BucketWrite> writes)
    {
        long bytes = 0;
        foreach (var write in writes)
            bytes += ((DataShapes.RowBytes([.. write.Rows.Shapes]) + 24L) * write.Rows.RowCount) + SectionHeader.Size;
        return (int)Math.Min(bytes, EncodedBatch.MaxBytes);
    }

    static BucketSchema NewSchema(BucketWrite write, Timeframe timeframe)
    {
        if (!write.Rows.TryGetColumn(ColumnSeries.EpochName, out var epoch) || epoch.Value.Type != ElementType.Int64)
            throw new MarketStoreException(ErrorKind.InvalidRequest, "unexpected data type for Epoch column");
        return NewSchema(write.Key, timeframe, write.IsVariable ? RecordType.Variable : RecordType.Fixed, [.. write.Rows.Shapes], WrittenDescription);
    }

    static BucketSchema NewSchema(TimeBucketKey key, Timeframe timeframe, RecordType recordType, IReadOnlyList<DataShape> columns, string description)
    {
        if (recordType == RecordType.Variable && !IntervalTicks.CanRepresent(timeframe))
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{key}: variable records need a timeframe of at most one day, since longer slots lose the time within");
        return new BucketSchema(timeframe, recordType, RowMatcher.StoredColumns(columns, recordType), description);
    }

    void ThrowIfClosing()
    {
        if (Volatile.Read(ref _isClosing) != 0)
            throw new MarketStoreException(ErrorKind.Unavailable, "the server is stopping and takes no writes");
    }
}
