using MarketStore.Core.Keys;
using MarketStore.Core.Time;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>Where the stream takes rows from that were stored before a subscriber came. Called from any thread.</summary>
public interface IStoredRows
{
    /// <summary>Every bucket that there is now.</summary>
    IReadOnlyList<TimeBucketKey> ListBuckets();

    /// <summary>Some rows of a bucket from a time to another (both inclusive), the first of them and so few that memory does not matter; null when there is no such bucket.</summary>
    StoredRows? Read(TimeBucketKey key, TimeRange range, CancellationToken cancellationToken);
}
