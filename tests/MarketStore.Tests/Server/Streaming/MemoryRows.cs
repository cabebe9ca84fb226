using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.Resuming;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>Stored rows in memory, each with the sequence of its batch.</summary>
sealed class MemoryRows : IStoredRows
{
    readonly Lock _gate = new();
    readonly Dictionary<TimeBucketKey, List<(long Sequence, ColumnSeries Rows)>> _batches = [];
    long _sequence;

    /// <summary>Rows of one reading.</summary>
    public int PartRows { get; set; } = int.MaxValue;

    /// <summary>Called when a reading knows its rows, and before it is there.</summary>
    public Action<TimeBucketKey>? SnapshotTaken { get; set; }

    /// <summary>Called before the buckets are listed.</summary>
    public Action? Listing { get; set; }

    public int ReadCount { get; private set; }

    /// <summary>Stores a batch, as a write does before it is published.</summary>
    public long Store(TimeBucketKey key, ColumnSeries rows)
    {
        lock (_gate)
        {
            if (!_batches.TryGetValue(key, out var batches))
                _batches.Add(key, batches = []);
            batches.Add((++_sequence, rows));
            return _sequence;
        }
    }

    public IReadOnlyList<TimeBucketKey> ListBuckets()
    {
        Listing?.Invoke();
        lock (_gate)
            return [.. _batches.Keys];
    }

    public StoredRows? Read(TimeBucketKey key, TimeRange range, CancellationToken cancellationToken)
    {
        List<(EpochTime Position, ColumnSeries Row)> rows;
        long sequence;
        lock (_gate)
        {
            ReadCount++;
            if (!_batches.TryGetValue(key, out var batches))
                return null;
            sequence = batches[^1].Sequence;
            rows = Rows(batches);
        }

        SnapshotTaken?.Invoke(key);
        rows.RemoveAll(row => row.Position < range.Start || row.Position > range.End);
        var count = Math.Min(PartRows, rows.Count);
        // Ticks of one time are not taken apart.
        while (count < rows.Count && rows[count].Position == rows[count - 1].Position)
            count++;
        return new(Join(rows.Take(count).Select(row => row.Row)), sequence, count < rows.Count ? rows[count].Position : null);
    }

    /// <summary>What a bucket holds: of bars of one time the last, of ticks all.</summary>
    static List<(EpochTime Position, ColumnSeries Row)> Rows(List<(long Sequence, ColumnSeries Rows)> batches)
    {
        var rows = batches.SelectMany(batch => Enumerable.Range(0, batch.Rows.RowCount).Select(row => (Position: PositionOf(batch.Rows, row), Row: batch.Rows.Slice(row, 1)))).OrderBy(row => row.Position);
        return batches[0].Rows.TryGetColumn(ColumnSeries.NanosecondsName, out _) ? [.. rows] : [.. rows.GroupBy(row => row.Position).Select(same => same.Last())];
    }

    static EpochTime PositionOf(ColumnSeries rows, int row) =>
        new(rows.Epochs[row], rows.TryGetColumn(ColumnSeries.NanosecondsName, out var nanoseconds) ? nanoseconds.Value.Values<int>()[row] : 0);

    static ColumnSeries Join(IEnumerable<ColumnSeries> rows)
    {
        ColumnSeries[] parts = [.. rows];
        return parts.Length == 0
            ? Bars.Numbers(0, 0)
            : new(parts[0].Columns.Select((column, index) => column with { Data = parts.SelectMany(part => part.Columns[index].Data.ToArray()).ToArray() }), parts.Length);
    }
}
