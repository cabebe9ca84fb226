using MarketStore.Core.Time;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>Places within a bucket, all of those from one to another.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, which is one of them.</param>
internal readonly record struct PlaceRun(EpochTime First, EpochTime Last)
{
    public bool Contains(EpochTime place) => place >= First && place <= Last;

    /// <summary>This without what is at or behind a place; null when nothing is left.</summary>
    public PlaceRun? Before(EpochTime end) => First >= end ? null : Last < end ? this : this with { Last = EpochTime.FromSecondsAndNanos(end.Seconds, end.Nanoseconds - 1L) };

    /// <summary>This without what is at or before a place; null when nothing is left.</summary>
    public PlaceRun? Behind(EpochTime last) => Last <= last ? null : First > last ? this : this with { First = EpochTime.FromSecondsAndNanos(last.Seconds, last.Nanoseconds + 1L) };

    /// <summary>What is in both; null when nothing is.</summary>
    public PlaceRun? And(PlaceRun other)
    {
        var both = new PlaceRun(First > other.First ? First : other.First, Last < other.Last ? Last : other.Last);
        return both.First <= both.Last ? both : null;
    }

    /// <summary>The least run with both.</summary>
    public PlaceRun Or(PlaceRun other) => new(First < other.First ? First : other.First, Last > other.Last ? Last : other.Last);

    /// <summary>Of the first entry that does not end before a place; their count when all do.</summary>
    /// <param name="entries">Ascending.</param>
    /// <param name="lastOf">The last place of an entry.</param>
    /// <param name="place">The place.</param>
    public static int IndexFrom<T>(List<T> entries, Func<T, EpochTime> lastOf, EpochTime place)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lastOf(entries[middle]) < place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
