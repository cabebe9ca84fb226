using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Server.Streaming;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>Stored rows in memory, each with the sequence of its batch.</summary>
sealed class MemoryRows : IStoredRows
{
    readonly Lock _gate = new();
    readonly Dictionary<TimeBucketKey, List<(long Sequence, ColumnSeries Rows)>> _batches = [];
    long _sequence;

    /// <summary>Called between the snapshot and its first rows.</summary>
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

    public StoredRows? Read(TimeBucketKey key, long fromEpoch, CancellationToken cancellationToken)
    {
        List<ColumnSeries> rows;
        long sequence;
        lock (_gate)
        {
            ReadCount++;
            if (!_batches.TryGetValue(key, out var batches))
                return null;
            sequence = _sequence;
            // One row a series: the batches of these tests ascend, so rows of all are in order.
            rows = [.. batches.SelectMany(batch => Enumerable.Range(0, batch.Rows.RowCount).Select(row => batch.Rows.Slice(row, 1))).Where(row => row.Epochs[0] >= fromEpoch)];
        }

        return new(Enumerate(key, rows), sequence);
    }

    IEnumerable<ColumnSeries> Enumerate(TimeBucketKey key, List<ColumnSeries> rows)
    {
        SnapshotTaken?.Invoke(key);
        foreach (var row in rows)
            yield return row;
    }
}
