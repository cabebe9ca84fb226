using MarketStore.Core.Series;
using MarketStore.Core.Time;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>Rows of a bucket as they were at one instant, up to some row.</summary>
/// <param name="Rows">Ascending by position. They may begin with rows of before the wanted one: those of its slot.</param>
/// <param name="Sequence">Every published batch of the bucket up to this one is in them, and none above.</param>
/// <param name="Next">Where the rows behind them begin; null when there are none.</param>
public sealed record StoredRows(ColumnSeries Rows, long Sequence, EpochTime? Next) : IDisposable
{
    public void Dispose() => Rows.Dispose();
}
