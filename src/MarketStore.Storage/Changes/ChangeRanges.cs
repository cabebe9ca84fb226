using MarketStore.Core.Keys;

namespace MarketStore.Storage.Changes;

/// <summary>Changed parts of buckets, for each one of what was written and one of what was removed: what lies between two counts as changed too. For one thread at a time.</summary>
public sealed class ChangeRanges
{
    readonly Dictionary<(TimeBucketKey Key, bool IsRemoval), ChangedRange> _ranges = [];

    public int Count => _ranges.Count;

    public IReadOnlyList<ChangedRange> All => [.. _ranges.Values];

    public void Add(ChangedRange range) => _ranges[(range.Key, range.IsRemoval)] = _ranges.TryGetValue((range.Key, range.IsRemoval), out var known) ? known.With(range) : range;

    /// <summary>Takes one out; false when there is none.</summary>
    public bool TryTake(out ChangedRange range)
    {
        foreach (var found in _ranges.Values)
        {
            range = found;
            return _ranges.Remove((found.Key, found.IsRemoval));
        }

        range = default;
        return false;
    }
}
