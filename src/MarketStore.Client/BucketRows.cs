using MarketStore.Core.Series;

namespace MarketStore.Client;

/// <summary>Rows of one bucket, to be written or as they were read.</summary>
/// <param name="Key">When writing, such as <c>AAPL/1Min/OHLCV</c>; as read, with its categories: <c>AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup</c>.</param>
/// <param name="Rows">Epoch (INT64, Unix seconds), the bucket's columns, and for ticks Nanoseconds (INT32, within the second).</param>
public sealed record BucketRows(string Key, ColumnSeries Rows);
