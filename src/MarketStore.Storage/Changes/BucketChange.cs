using MarketStore.Core.Keys;
using MarketStore.Core.Series;

namespace MarketStore.Storage.Changes;

/// <summary>A committed change of one bucket.</summary>
/// <param name="range">Where it is.</param>
/// <param name="sequence">Rises with every change; a scan tells up to which it has seen its bucket.</param>
/// <param name="origin">What the writer said of itself; null for a client.</param>
/// <param name="rows">The rows as they are stored, all of them: fixed ones ascending, ticks as they came. Null for a deletion.</param>
public sealed class BucketChange(ChangedRange range, long sequence, object? origin, ColumnSeries? rows) : IDisposable
{
    public ChangedRange Range { get; } = range;

    public TimeBucketKey Key => Range.Key;

    public long Sequence { get; } = sequence;

    /// <summary>What the writer said of itself; null for a client.</summary>
    public object? Origin { get; } = origin;

    public ColumnSeries? Rows { get; } = rows;

    public void Dispose() => Rows?.Dispose();
}
