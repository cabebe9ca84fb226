using System.Runtime.ExceptionServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>
/// Reads a bucket from the start of a range on, some rows at a time, so that a result that is smaller than its rows never holds them all.
/// While the caller works on some rows, a thread of the pool reads the next ones, a few pieces ahead so that neither waits for the other each time. For one caller's thread.
/// </summary>
internal sealed class ForwardScan(Database database, BucketInfo bucket, TimeRange range, IReadOnlyList<string>? columns, int chunkRows, ScanCounter? counter = null) : IDisposable
{
    const int MaxChunkRows = 1 << 26;
    const int MostAhead = 2;

    readonly Database _database = database;
    readonly BucketInfo _bucket = bucket;
    readonly TimeRange _range = range;
    readonly IReadOnlyList<string>? _columns = columns;
    int _chunkRows = chunkRows;
    EpochTime _cursor = range.Start;
    // Rows handed out already whose time is the cursor's: ticks can share a time, and the slot of a bar holds every time within it.
    int _rowsAtCursor;
    // Until here one thread reads at a time and these fields are its own. From here on they are the gate's.
    readonly Queue<ColumnSeries> _ahead = new();
    readonly object _gate = new();
    bool _isReading;
    bool _isScheduled;
    bool _isFinished;
    bool _isDisposed;
    ExceptionDispatchInfo? _failure;

    /// <summary>The next rows, at least one, or null at the end. The caller disposes them.</summary>
    public ColumnSeries? Next(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (_ahead.Count == 0 && _isReading)
                Monitor.Wait(_gate);
            if (_ahead.TryDequeue(out var rows))
            {
                Schedule(cancellationToken);
                return rows;
            }

            _failure?.Throw();
            if (_isFinished)
                return null;
            // No thread has taken the reading up yet: it is carried out here, so that a busy pool delays nobody.
            _isReading = true;
        }

        ReadOne(cancellationToken);
        lock (_gate)
        {
            _isReading = false;
            _failure?.Throw();
            Schedule(cancellationToken);
            return _ahead.TryDequeue(out var rows) ? rows : null;
        }
    }

    /// <summary>Waits for what is read ahead and drops it.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            while (_isReading)
                Monitor.Wait(_gate);
            while (_ahead.TryDequeue(out var rows))
                rows.Dispose();
        }
    }

    /// <summary>Under the gate.</summary>
    bool IsWanted => !_isDisposed && !_isFinished && _failure is null && _ahead.Count < MostAhead;

    /// <summary>Under the gate.</summary>
    void Schedule(CancellationToken cancellationToken)
    {
        if (_isReading || _isScheduled || !IsWanted)
            return;
        _isScheduled = true;
        ThreadPool.UnsafeQueueUserWorkItem(ReadAhead, cancellationToken, preferLocal: false);
    }

    void ReadAhead(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _isScheduled = false;
            if (_isReading || !IsWanted)
                return;
            _isReading = true;
        }

        for (var isWanted = true; isWanted;)
        {
            ReadOne(cancellationToken);
            lock (_gate)
            {
                isWanted = _isReading = IsWanted;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>By the one thread that reads. A failure is the caller's to hear of, once it has had what was read before.</summary>
    void ReadOne(CancellationToken cancellationToken)
    {
        ColumnSeries? rows = null;
        ExceptionDispatchInfo? failure = null;
        var isLast = true;
        try
        {
            rows = Read(cancellationToken, out isLast);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        lock (_gate)
        {
            (_failure, _isFinished) = (failure, isLast);
            if (rows is not null)
                _ahead.Enqueue(rows);
        }
    }

    ColumnSeries? Read(CancellationToken cancellationToken, out bool isLast)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = _database.Scan(_bucket.Key, new(new(_cursor, _range.End), _chunkRows, ScanDirection.First, _columns) { Counter = counter }, cancellationToken);
            isLast = rows.RowCount < _chunkRows;
            var known = KnownRows(rows);
            if (known < rows.RowCount)
            {
                (_cursor, _rowsAtCursor) = LastTime(rows);
                return known == 0 ? rows : new(rows.Slice(known, rows.RowCount - known).Columns, rows.RowCount - known, rows);
            }

            rows.Dispose();
            // Every row of the chunk had the one time: only a larger chunk gets past it.
            if (!isLast && (_chunkRows *= 2) > MaxChunkRows)
                throw new MarketStoreException(ErrorKind.LimitExceeded, $"{_bucket.Key} has more than {MaxChunkRows / 2} rows at second {_cursor.Seconds}");
        }
        while (!isLast);

        return null;
    }

    int KnownRows(ColumnSeries rows)
    {
        if (_rowsAtCursor == 0)
            return 0;
        var epochs = rows.Epochs;
        var nanoseconds = NanosecondsOf(rows);
        var row = 0;
        while (row < epochs.Length && row < _rowsAtCursor && TimeOf(epochs, nanoseconds, row) == _cursor)
            row++;
        return row;
    }

    (EpochTime Time, int RowCount) LastTime(ColumnSeries rows)
    {
        var epochs = rows.Epochs;
        var nanoseconds = NanosecondsOf(rows);
        var last = TimeOf(epochs, nanoseconds, epochs.Length - 1);
        var row = epochs.Length - 1;
        while (row > 0 && TimeOf(epochs, nanoseconds, row - 1) == last)
            row--;
        return (last, epochs.Length - row);
    }

    ReadOnlySpan<int> NanosecondsOf(ColumnSeries rows) => _bucket.RecordType == RecordType.Variable ? rows.Columns[^1].Values<int>() : [];

    static EpochTime TimeOf(ReadOnlySpan<long> epochs, ReadOnlySpan<int> nanoseconds, int row) =>
        new(epochs[row], nanoseconds.IsEmpty ? 0 : nanoseconds[row]);
}
