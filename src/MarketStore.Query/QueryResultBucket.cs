using MarketStore.Core.Series;

namespace MarketStore.Query;

/// <summary>The rows of one bucket under the key that answers carry, such as <c>AAPL/5Min/OHLCV:Symbol/Timeframe/AttributeGroup</c>.</summary>
public sealed record QueryResultBucket(string Key, ColumnSeries Rows);
