using MarketStore.Functions.Windows;
using MarketStore.Storage;

namespace MarketStore.Query.Planning;

/// <summary>One bucket to read. <see cref="ResultKey"/> carries the timeframe asked for, whatever the source's is.</summary>
/// <param name="ResultKey">The key of the answer, in its long form.</param>
/// <param name="Source">The bucket that is read.</param>
/// <param name="BarWindow">The windows of the bars to make from the source's rows; null when the rows are the answer.</param>
internal sealed record BucketPlan(string ResultKey, BucketInfo Source, CandleWindow? BarWindow);
