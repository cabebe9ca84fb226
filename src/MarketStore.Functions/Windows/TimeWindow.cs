namespace MarketStore.Functions.Windows;

/// <summary>One window as Unix seconds: the start belongs to it, the end is the start of the next.</summary>
public readonly record struct TimeWindow(long StartSeconds, long EndSeconds)
{
    public bool Contains(long epochSeconds) => epochSeconds >= StartSeconds && epochSeconds < EndSeconds;
}
