using MarketStore.Core.Series;

namespace MarketStore.Server.Streaming;

/// <summary>
/// A snapshot of a bucket, some rows at a time. It holds every published batch of that bucket whose sequence is at most <paramref name="sequence"/>, and none above.
/// Whoever enumerates disposes each series.
/// </summary>
public sealed class StoredRows(IEnumerable<ColumnSeries> rows, long sequence, IDisposable? owner = null) : IDisposable
{
    public IEnumerable<ColumnSeries> Rows { get; } = rows;

    public long Sequence { get; } = sequence;

    public void Dispose() => owner?.Dispose();
}
