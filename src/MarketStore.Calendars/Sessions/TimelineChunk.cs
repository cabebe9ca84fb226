namespace MarketStore.Calendars.Sessions;

/// <summary>A chunk of a timeline: the instants at which a session starts or ends, turn by turn.</summary>
/// <param name="startsInside">Whether the session was on just before the chunk.</param>
/// <param name="changes">Ascending, all within the chunk.</param>
sealed class TimelineChunk(long index, bool startsInside, long[] changes)
{
    public const int SecondsBits = 25;

    public long Index => index;

    public static long IndexOf(long epochSeconds) => epochSeconds >> SecondsBits;

    public static long StartOf(long index) => index << SecondsBits;

    public TimelineSegment SegmentAt(long epochSeconds)
    {
        var passed = Passed(epochSeconds);
        return new(
            passed == 0 ? StartOf(index) : changes[passed - 1],
            passed == changes.Length ? StartOf(index + 1) : changes[passed],
            startsInside ^ ((passed & 1) != 0));
    }

    /// <summary>The last change at or before an instant.</summary>
    public long? LastChange(long epochSeconds)
    {
        var passed = Passed(epochSeconds);
        return passed == 0 ? null : changes[passed - 1];
    }

    int Passed(long epochSeconds)
    {
        var (low, high) = (0, changes.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (changes[middle] <= epochSeconds)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
