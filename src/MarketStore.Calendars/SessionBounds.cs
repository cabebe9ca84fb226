namespace MarketStore.Calendars;

/// <summary>Where a session starts and ends, in Unix seconds. The end is no longer part of it.</summary>
public readonly record struct SessionBounds(long StartSeconds, long EndSeconds)
{
    public bool Contains(long epochSeconds) => epochSeconds >= StartSeconds && epochSeconds < EndSeconds;
}
