namespace MarketStore.Calendars.Sessions;

/// <summary>A stretch of time, half-open, that lies all within the session or all outside.</summary>
readonly record struct TimelineSegment(long StartSeconds, long EndSeconds, bool IsInside)
{
    public bool Contains(long epochSeconds) => epochSeconds >= StartSeconds && epochSeconds < EndSeconds;
}
