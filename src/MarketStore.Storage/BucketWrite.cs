using MarketStore.Core.Keys;
using MarketStore.Core.Series;

namespace MarketStore.Storage;

/// <summary>
/// Rows for one bucket. <see cref="Rows"/> holds Epoch (INT64), the bucket's columns in any order, and for ticks Nanoseconds (INT32).
/// <see cref="IsVariable"/> decides the record type of a bucket that does not exist yet; that of an existing one wins.
/// </summary>
public sealed record BucketWrite(TimeBucketKey Key, ColumnSeries Rows, bool IsVariable);
