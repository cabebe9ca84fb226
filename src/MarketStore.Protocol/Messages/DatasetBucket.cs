using MarketStore.Core.Series;

namespace MarketStore.Protocol.Messages;

/// <summary>The rows of one bucket under the key that the answer carries.</summary>
public readonly record struct DatasetBucket(string Key, ColumnSeries Rows);
