namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>A row as it was written: its time, and the number that all its values are made of. No two rows have the same number, but for ticks that are meant to be identical.</summary>
/// <param name="Nanoseconds">Since 1970.</param>
readonly record struct ModelRow(long Nanoseconds, int Id)
{
    public const long PerSecond = 1_000_000_000;

    /// <summary>The number of a row that was read and whose values do not belong together.</summary>
    public const int TornId = -1;

    public override string ToString() => FormattableString.Invariant($"{Id}@{Nanoseconds / PerSecond}.{Nanoseconds % PerSecond:d9}");
}
