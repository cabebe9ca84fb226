using MarketStore.Core.Keys;
using MarketStore.Core.Series;

namespace MarketStore.Plugins.Abstractions;

/// <summary>A change of one bucket.</summary>
/// <param name="Key">The bucket.</param>
/// <param name="First">Seconds since 1970 of the start of the first slot that changed.</param>
/// <param name="Last">Seconds since 1970 of the last second of the last slot that changed.</param>
/// <param name="Sequence">Rises with every change; 0 for one that is known by its range alone.</param>
/// <param name="Rows">
/// All rows that were written, as they are stored; null when rows were removed, and when only the range is known: after a crash, after a failure, or when the trigger fell too far behind.
/// </param>
public sealed record TriggerEvent(TimeBucketKey Key, long First, long Last, long Sequence, ColumnSeries? Rows)
{
    /// <summary>True when rows were removed: within the range some may be left, and none may be. Also of what is known by its range alone.</summary>
    public bool IsRemoval { get; init; }
}
