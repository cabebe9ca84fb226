using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>
/// Reads a bucket from the start of a range on, some rows at a time, so that a result that is smaller than its rows never holds them all.
/// While the caller works on some rows, the next are read on another thread. For one caller's thread.
/// </summary>
internal sealed class ForwardScan(Database database, BucketInfo bucket, TimeRange range, IReadOnlyList<string>? columns, int chunkRows, ScanCounter? counter = null) : IDisposable
{
    const int MaxChunkRows = 1 << 26;

    readonly Database _database = database;
    readonly BucketInfo _bucket = bucket;
    readonly TimeRange _range = range;
    readonly IReadOnlyList<string>? _columns = columns;
    int _chunkRows = chunkRows;
    EpochTime _cursor = range.Start;
    // Rows handed out already whose time is the cursor's: ticks can share a time, and the slot of a bar holds every time within it.
    int _rowsAtCursor;
    bool _isFinished;
    // What is read ahead. Until it is done it alone touches the fields above.
    Task<ColumnSeries?>? _ahead;

    /// <summary>The next rows, at least one, or null at the end. The caller disposes them.</summary>
    public ColumnSeries? Next(CancellationToken cancellationToken)
    {
        var ahead = _ahead;
        _ahead = null;
        // A read that no thread has taken up yet is carried out here.
        var rows = ahead is null ? Read(cancellationToken) : ahead.GetAwaiter().GetResult();
        if (rows is not null && !_isFinished)
            _ahead = Task.Run(() => Read(cancellationToken), CancellationToken.None);
        return rows;
    }

    /// <summary>Waits for what is read ahead and drops it.</summary>
    public void Dispose()
    {
        if (_ahead is not { } ahead)
            return;
        _ahead = null;
        try
        {
            ahead.GetAwaiter().GetResult()?.Dispose();
        }
        catch (Exception) // Nobody asked for these rows any more, so that nothing that befell them is of interest.
        {
        }
    }

    ColumnSeries? Read(CancellationToken cancellationToken)
    {
        while (!_isFinished)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = _database.Scan(_bucket.Key, new(new(_cursor, _range.End), _chunkRows, ScanDirection.First, _columns) { Counter = counter }, cancellationToken);
            _isFinished = rows.RowCount < _chunkRows;
            var known = KnownRows(rows);
            if (known < rows.RowCount)
            {
                (_cursor, _rowsAtCursor) = LastTime(rows);
                return known == 0 ? rows : new(rows.Slice(known, rows.RowCount - known).Columns, rows.RowCount - known, rows);
            }

            rows.Dispose();
            // Every row of the chunk had the one time: only a larger chunk gets past it.
            if (!_isFinished && (_chunkRows *= 2) > MaxChunkRows)
                throw new MarketStoreException(ErrorKind.LimitExceeded, $"{_bucket.Key} has more than {MaxChunkRows / 2} rows at second {_cursor.Seconds}");
        }

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
