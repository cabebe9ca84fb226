using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>A date and time as somebody wrote it.</summary>
/// <param name="LocalSeconds">What clocks showed, counted as if it were UTC.</param>
/// <param name="Nanoseconds">Within the second.</param>
/// <param name="OffsetSeconds">How far local clocks are ahead of UTC; null if the text does not say.</param>
/// <param name="HasClock">False for a date alone.</param>
internal readonly record struct WrittenTime(long LocalSeconds, int Nanoseconds, int? OffsetSeconds, bool HasClock)
{
    /// <param name="zone">Counts where the text has no offset.</param>
    public EpochTime ToEpoch(MarketTimeZone zone) =>
        new(OffsetSeconds is { } offset ? LocalSeconds - offset : zone.LocalToEpoch(LocalSeconds), Nanoseconds);
}
