using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Storage;

/// <summary>What is known of a bucket. <see cref="Columns"/> leaves out Epoch, and Nanoseconds of variable buckets.</summary>
public sealed record BucketInfo(TimeBucketKey Key, Timeframe Timeframe, RecordType RecordType, IReadOnlyList<DataShape> Columns, IReadOnlyList<int> Years)
{
    public int LatestYear => Years.Count == 0 ? 0 : Years[^1];
}
