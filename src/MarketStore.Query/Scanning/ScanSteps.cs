using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>Reads a bucket from the start of a range on in several scans, each row once. Writes may come between them. For one thread at a time.</summary>
/// <param name="chunkRows">Rows of a step; of ticks, those of the slot that reaches it come along.</param>
internal sealed class ScanSteps(Database database, BucketInfo bucket, TimeRange range, IReadOnlyList<string>? columns, int chunkRows, ScanCounter? counter)
{
    // A slot's ticks are one block: half of a slot would mean to decode it twice.
    readonly ScanPosition? _position = bucket.RecordType == RecordType.Variable ? new() : null;
    int _chunkRows = chunkRows;
    EpochTime _cursor = range.Start;
    // Whether the bar at the cursor has been handed out: its slot holds every time within it, so that the next scan finds it again.
    bool _hasCursorRow;

    /// <summary>The next rows, or null where there are none any more. The caller disposes them.</summary>
    /// <param name="isLast">True when nothing follows.</param>
    public ColumnSeries? Next(CancellationToken cancellationToken, out bool isLast) =>
        _position is null ? NextBars(cancellationToken, out isLast) : NextTicks(_position, cancellationToken, out isLast);

    ColumnSeries? NextTicks(ScanPosition position, CancellationToken cancellationToken, out bool isLast)
    {
        var rows = Scan(cancellationToken);
        isLast = position.Next is null;
        _cursor = position.Next ?? _cursor;
        if (rows.RowCount > 0)
            return rows;
        rows.Dispose();
        return null;
    }

    ColumnSeries? NextBars(CancellationToken cancellationToken, out bool isLast)
    {
        do
        {
            var rows = Scan(cancellationToken);
            isLast = rows.RowCount < _chunkRows;
            var known = _hasCursorRow && rows.RowCount > 0 && rows.Epochs[0] == _cursor.Seconds ? 1 : 0;
            if (known < rows.RowCount)
            {
                (_cursor, _hasCursorRow) = (new(rows.Epochs[^1], 0), true);
                return known == 0 ? rows : new(rows.Slice(known, rows.RowCount - known).Columns, rows.RowCount - known, rows);
            }

            rows.Dispose();
            // The one row of the chunk was known: a larger one gets past it.
            _chunkRows *= 2;
        }
        while (!isLast);

        return null;
    }

    ColumnSeries Scan(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return database.Scan(
            bucket.Key, new(new(_cursor, range.End), _chunkRows, ScanDirection.First, columns) { Counter = counter, Position = _position }, cancellationToken);
    }
}
