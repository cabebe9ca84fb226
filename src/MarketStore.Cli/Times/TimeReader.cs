using System.Globalization;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>Reads the times of one file, all written alike.</summary>
/// <param name="zone">The zone of texts without an offset.</param>
internal sealed class TimeReader(TimeFormat format, MarketTimeZone zone) : ITimeReader
{
    // The year 9999: what lies beyond is a number in another unit.
    const long LastEpochSecond = 253_402_300_799;

    public string Description => format switch
    {
        TimeFormat.Iso => $"ISO time, {zone.Name} without an offset",
        TimeFormat.CompactDate => $"date as yyyyMMdd, {zone.Name}",
        TimeFormat.EpochSeconds => "seconds since 1970",
        TimeFormat.EpochMilliseconds => "milliseconds since 1970",
        TimeFormat.EpochMicroseconds => "microseconds since 1970",
        _ => "nanoseconds since 1970",
    };

    public bool TryRead(ReadOnlySpan<char> text, out EpochTime time)
    {
        time = default;
        if (format is not (TimeFormat.Iso or TimeFormat.CompactDate))
            return TryReadEpoch(text, UnitNanoseconds(format), out time);
        if ((format == TimeFormat.CompactDate && text.Trim().Length != 8) || !IsoText.TryParse(text, out var written))
            return false;
        time = written.ToEpoch(zone);
        return true;
    }

    public bool TryRead(ReadOnlySpan<char> date, ReadOnlySpan<char> clock, out EpochTime time)
    {
        time = default;
        if (!IsoText.TryParse(date, out var written) || written.HasClock || !IsoText.TryParseClock(clock, out var secondOfDay, out var nanoseconds))
            return false;
        time = (written with { LocalSeconds = written.LocalSeconds + secondOfDay, Nanoseconds = nanoseconds }).ToEpoch(zone);
        return true;
    }

    static bool TryReadEpoch(ReadOnlySpan<char> text, long unitNanoseconds, out EpochTime time)
    {
        time = default;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        var unitsPerSecond = Timeframe.NanosecondsPerSecond / unitNanoseconds;
        var seconds = decimal.Floor(number / unitsPerSecond);
        if (Math.Abs(seconds) > LastEpochSecond)
            return false;
        var nanoseconds = decimal.Floor((number - (seconds * unitsPerSecond)) * unitNanoseconds);
        time = new((long)seconds, (int)nanoseconds);
        return true;
    }

    static long UnitNanoseconds(TimeFormat format) => format switch
    {
        TimeFormat.EpochNanoseconds => 1,
        TimeFormat.EpochMicroseconds => 1_000,
        TimeFormat.EpochMilliseconds => 1_000_000,
        _ => Timeframe.NanosecondsPerSecond,
    };
}
