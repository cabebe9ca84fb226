using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Storage;

namespace MarketStore.Server.Streaming;

/// <summary>Rows of the store, for subscribers that want those from a time on.</summary>
internal sealed class DatabaseRows(Database database) : IStoredRows
{
    public IReadOnlyList<TimeBucketKey> ListBuckets() => database.ListBuckets();

    public StoredRows? Read(TimeBucketKey key, long fromEpoch, CancellationToken cancellationToken)
    {
        try
        {
            var rows = database.Scan(key, new(new(new(fromEpoch, 0), EpochTime.MaxValue)), out var sequence, cancellationToken);
            return new([rows], sequence, rows);
        }
        catch (BucketNotFoundException)
        {
            return null;
        }
    }
}
