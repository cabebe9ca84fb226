using MarketStore.Core.Keys;

namespace MarketStore.Server.Streaming;

/// <summary>Where the stream takes rows from that were stored before a subscriber came. Called from any thread.</summary>
public interface IStoredRows
{
    /// <summary>Every bucket that there is now.</summary>
    IReadOnlyList<TimeBucketKey> ListBuckets();

    /// <summary>The rows of a bucket from an epoch on (inclusive), ascending by Epoch and Nanoseconds; null when there is no such bucket.</summary>
    StoredRows? Read(TimeBucketKey key, long fromEpoch, CancellationToken cancellationToken);
}
