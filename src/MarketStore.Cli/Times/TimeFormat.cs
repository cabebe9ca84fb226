namespace MarketStore.Cli.Times;

/// <summary>How the times of a file are written.</summary>
internal enum TimeFormat
{
    Iso,

    /// <summary>Eight digits, year first.</summary>
    CompactDate,
    EpochSeconds,
    EpochMilliseconds,
    EpochMicroseconds,
    EpochNanoseconds,
}
