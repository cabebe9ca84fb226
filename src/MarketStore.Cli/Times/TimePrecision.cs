namespace MarketStore.Cli.Times;

/// <summary>How much of a time is shown, from coarse to fine.</summary>
internal enum TimePrecision
{
    Day,
    Minute,
    Second,
    Nanosecond,
}
