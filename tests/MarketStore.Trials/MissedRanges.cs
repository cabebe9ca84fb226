using MarketStore.Storage.Changes;

namespace MarketStore.Trials;

/// <summary>Compares what a listener is told at its begin with what it is to be told.</summary>
static class MissedRanges
{
    /// <summary>The first of some ranges that none of those told covers; null when all are covered.</summary>
    public static ChangedRange? FirstNotIn(IReadOnlyList<ChangedRange> told, IEnumerable<ChangedRange> due)
    {
        foreach (var range in due)
        {
            if (!told.Any(known => known.Key.Equals(range.Key) && known.First <= range.First && known.Last >= range.Last))
                return range;
        }

        return null;
    }
}
