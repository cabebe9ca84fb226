using MarketStore.Core.Keys;
using MarketStore.Core.Series;

namespace MarketStore.Plugins.Abstractions;

/// <summary>Rows for one bucket; each key may occur once in a batch.</summary>
/// <param name="Key">The bucket, made with the columns of its first rows if need be.</param>
/// <param name="Rows">Epoch (INT64 seconds), the columns in any order, and for ticks Nanoseconds (INT32).</param>
/// <param name="IsVariable">True for ticks.</param>
public sealed record PluginWrite(TimeBucketKey Key, ColumnSeries Rows, bool IsVariable = false);
