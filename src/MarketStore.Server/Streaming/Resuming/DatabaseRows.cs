using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Server.Streaming.RowEncoding;
using MarketStore.Storage;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>Rows of the store, for subscribers that want those from a time on.</summary>
internal sealed class DatabaseRows(Database database) : IStoredRows
{
    // Of one reading. The ticks of a slot are decoded together, so that few rows at a time would decode a large slot again and again.
    const int MaxBytes = 2 << 20;
    const int MaxRows = 64 << 10;
    const int MinRows = 1 << 10;

    public IReadOnlyList<TimeBucketKey> ListBuckets() => database.ListBuckets();

    public StoredRows? Read(TimeBucketKey key, TimeRange range, CancellationToken cancellationToken)
    {
        try
        {
            return database.TryGetBucket(key, out var bucket) ? Read(bucket, range, cancellationToken) : null;
        }
        catch (BucketNotFoundException)
        {
            return null;
        }
    }

    StoredRows Read(BucketInfo bucket, TimeRange range, CancellationToken cancellationToken)
    {
        for (long limit = Math.Clamp(MaxBytes / RowBytes(bucket), MinRows, MaxRows); ; limit *= 2)
        {
            var rows = database.Scan(bucket.Key, new(range, limit), out var sequence, cancellationToken);
            if (rows.RowCount < limit)
                return new(rows, sequence, null);
            if (bucket.RecordType == RecordType.Fixed)
                return new(rows, sequence, new(rows.Epochs[^1] + 1, 0));
            // Whether there are more ticks of the last one's time is not known: all of them are left for the next reading.
            var (count, last) = WithoutLast(rows);
            if (count > 0)
                return new(new(rows.Slice(0, count).Columns, count, rows), sequence, last);
            rows.Dispose();
        }
    }

    static int RowBytes(BucketInfo bucket) => sizeof(long) + bucket.Columns.Sum(column => column.Type.SizeInBytes());

    static (int Count, EpochTime Last) WithoutLast(ColumnSeries rows)
    {
        var positions = new RowPositions(rows);
        var last = positions[rows.RowCount - 1];
        var count = rows.RowCount - 1;
        while (count > 0 && positions[count - 1] == last)
            count--;
        return (count, last);
    }
}
