namespace MarketStore.Trials.Kills.Ledger;

/// <summary>Seconds since 1970, both ends included.</summary>
readonly record struct TimeRange(long First, long Last)
{
    public static TimeRange All => new(long.MinValue, long.MaxValue);

    public bool Contains(long epoch) => epoch >= First && epoch <= Last;

    public bool Overlaps(TimeRange other) => First <= other.Last && other.First <= Last;
}
