using System.Globalization;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>One end of a range, as it was written: Unix seconds, or a date or time that may need a zone.</summary>
internal sealed class TimeBound
{
    readonly WrittenTime _time;

    TimeBound(WrittenTime time) => _time = time;

    /// <summary>Whether it means another instant in another zone.</summary>
    public bool NeedsZone => _time.OffsetSeconds is null;

    public static bool TryParse(string text, out TimeBound? bound)
    {
        bound = null;
        if (IsoText.TryParse(text, out var time))
            bound = new(time);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds))
            bound = new(new(seconds, 0, OffsetSeconds: 0, HasClock: true));
        return bound is not null;
    }

    /// <summary>The instant; of a date alone its first.</summary>
    public EpochTime ToStart(MarketTimeZone zone) => _time.ToEpoch(zone);

    /// <summary>The instant; of a date alone its last.</summary>
    public EpochTime ToEnd(MarketTimeZone zone) => _time.HasClock
        ? _time.ToEpoch(zone)
        : EpochTime.FromSecondsAndNanos((_time with { LocalSeconds = _time.LocalSeconds + Timeframe.SecondsPerDay }).ToEpoch(zone).Seconds, -1);
}
