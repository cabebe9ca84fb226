using System.Globalization;
using MarketStore.Core.Time;
using NodaTime;
using NodaTime.TimeZones;

namespace MarketStore.Query.Planning;

/// <summary>Instants as the reference prints them in errors: <c>1969-12-31 19:00:00 -0500 EST</c>, with years of any length.</summary>
internal static class ReferenceTimeText
{
    const long DaysPerEra = 146_097;
    const long YearsPerEra = 400;

    // The calendar and the zone's rules repeat every 400 years: later times are looked up in the last era before this one.
    const long LastZoneSeconds = 200_000_000_000;

    public static string Format(EpochTime time, MarketTimeZone zone)
    {
        var interval = IntervalAt(time.Seconds, zone);
        var offset = interval.WallOffset.Seconds;
        // 128 bits: the open end of a range is the largest 64-bit second.
        var local = (Int128)time.Seconds + offset;
        var day = (long)FloorDivide(local, Timeframe.SecondsPerDay);
        var second = (long)(local - ((Int128)day * Timeframe.SecondsPerDay));
        var era = (long)FloorDivide(day, DaysPerEra);
        var (yearOfEra, month, dayOfMonth) = CivilCalendar.DateOf(day - (era * DaysPerEra));
        var year = (era * YearsPerEra) + yearOfEra;
        var fraction = time.Nanoseconds == 0 || time == EpochTime.MaxValue ? "" : $".{time.Nanoseconds:D9}".TrimEnd('0');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{year:D4}-{month:D2}-{dayOfMonth:D2} {second / 3_600:D2}:{second / 60 % 60:D2}:{second % 60:D2}{fraction} {OffsetText(offset)} {interval.Name}");
    }

    static ZoneInterval IntervalAt(long epochSeconds, MarketTimeZone zone)
    {
        const long eraSeconds = DaysPerEra * Timeframe.SecondsPerDay;
        if (epochSeconds > LastZoneSeconds)
            epochSeconds = LastZoneSeconds - eraSeconds + ((epochSeconds - LastZoneSeconds) % eraSeconds);
        var rules = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone.Name) ?? DateTimeZone.Utc;
        return rules.GetZoneInterval(Instant.FromUnixTimeSeconds(Math.Max(epochSeconds, -LastZoneSeconds)));
    }

    static string OffsetText(int seconds)
    {
        var minutes = Math.Abs(seconds) / 60;
        return string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{minutes / 60:D2}{minutes % 60:D2}");
    }

    static Int128 FloorDivide(Int128 dividend, long divisor)
    {
        var (quotient, remainder) = Int128.DivRem(dividend, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
