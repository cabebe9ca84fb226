namespace MarketStore.Core.Time;

/// <summary>Both ends inclusive. Empty when the end lies before the start.</summary>
public readonly record struct TimeRange(EpochTime Start, EpochTime End)
{
    public static TimeRange All => new(EpochTime.MinValue, EpochTime.MaxValue);

    public bool IsEmpty => End < Start;
}
