using MarketStore.Core.Keys;

namespace MarketStore.Storage.Changes;

/// <summary>A part of a bucket in which something changed.</summary>
/// <param name="Key">The bucket.</param>
/// <param name="First">The first changed row's time, in seconds since 1970.</param>
/// <param name="Last">The last one's.</param>
/// <param name="IsRemoval">True when rows were removed, false when they were written.</param>
public readonly record struct ChangedRange(TimeBucketKey Key, long First, long Last, bool IsRemoval = false)
{
    /// <summary>A range that holds both.</summary>
    public ChangedRange With(ChangedRange other) => this with { First = Math.Min(First, other.First), Last = Math.Max(Last, other.Last) };
}
