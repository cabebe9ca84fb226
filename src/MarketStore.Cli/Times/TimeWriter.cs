using System.Globalization;
using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>Shows instants on the clocks of a zone.</summary>
internal static class TimeWriter
{
    /// <summary>With offset, so that it can be read back: <c>2020-01-06T09:30:00-05:00</c>, and <c>Z</c> where the offset is none.</summary>
    public static string Iso(EpochTime time, MarketTimeZone zone)
    {
        var offset = zone.OffsetSecondsAt(time.Seconds);
        // ISO has no offsets of odd seconds, as local mean time had before there was standard time.
        if (offset % 60 != 0)
            offset = 0;
        var fraction = time.Nanoseconds == 0 ? "" : $".{time.Nanoseconds:D9}".TrimEnd('0');
        return $"{Clock(time.Seconds, offset, 'T', showsSeconds: true)}{fraction}{Offset(offset)}";
    }

    /// <summary>For people: no finer than needed, without an offset.</summary>
    public static string Plain(EpochTime time, MarketTimeZone zone, TimePrecision precision)
    {
        var offset = zone.OffsetSecondsAt(time.Seconds);
        if (precision == TimePrecision.Day)
            return Date(time.Seconds + offset);
        var clock = Clock(time.Seconds, offset, ' ', showsSeconds: precision != TimePrecision.Minute);
        return precision == TimePrecision.Nanosecond ? string.Create(CultureInfo.InvariantCulture, $"{clock}.{time.Nanoseconds:D9}") : clock;
    }

    /// <summary>The coarsest precision that shows a time whole.</summary>
    public static TimePrecision PrecisionOf(EpochTime time, MarketTimeZone zone)
    {
        if (time.Nanoseconds != 0)
            return TimePrecision.Nanosecond;
        var local = time.Seconds + zone.OffsetSecondsAt(time.Seconds);
        if (local % 60 != 0)
            return TimePrecision.Second;
        // Where clocks change at midnight, a day begins at another hour.
        return local % Timeframe.SecondsPerDay == 0 || zone.StartOfLocalDay(zone.LocalDayAt(time.Seconds)) == time.Seconds ? TimePrecision.Day : TimePrecision.Minute;
    }

    static string Date(long localSeconds)
    {
        var (year, month, day) = CivilCalendar.DateOf((localSeconds - SecondOfDay(localSeconds)) / Timeframe.SecondsPerDay);
        return string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}-{day:D2}");
    }

    static string Clock(long epochSeconds, long offset, char separator, bool showsSeconds)
    {
        var local = epochSeconds + offset;
        var secondOfDay = SecondOfDay(local);
        var (hour, minute, second) = (secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60);
        var text = string.Create(CultureInfo.InvariantCulture, $"{Date(local)}{separator}{hour:D2}:{minute:D2}");
        return showsSeconds ? string.Create(CultureInfo.InvariantCulture, $"{text}:{second:D2}") : text;
    }

    static long SecondOfDay(long localSeconds) => ((localSeconds % Timeframe.SecondsPerDay) + Timeframe.SecondsPerDay) % Timeframe.SecondsPerDay;

    static string Offset(long seconds) => seconds == 0
        ? "Z"
        : string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{Math.Abs(seconds) / 3_600:D2}:{Math.Abs(seconds) / 60 % 60:D2}");
}
