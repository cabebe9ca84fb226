using NodaTime;

namespace MarketStore.Calendars.Sessions;

/// <summary>The clocks of a calendar's zone: dates and times of theirs as Unix seconds and back.</summary>
sealed class ZoneClock(DateTimeZone zone)
{
    // The years that .NET has dates for, less one at both ends so that neighbouring days stay computable.
    public const int FirstYear = 2;
    public const int LastYear = 9_998;

    const long SecondsPerDay = 86_400;

    static readonly int EpochDayNumber = new DateOnly(1970, 1, 1).DayNumber;

    public static long FirstSeconds { get; } = SecondsOf(new DateOnly(FirstYear, 1, 1));

    public static long EndSeconds { get; } = SecondsOf(new DateOnly(LastYear + 1, 1, 1));

    public string Name => zone.Id;

    /// <summary>What the calendar on the wall shows. Instants beyond all years are held at their ends.</summary>
    public DateOnly DateAt(long epochSeconds)
    {
        var held = Math.Clamp(epochSeconds, FirstSeconds, EndSeconds - 1);
        var local = held + zone.GetUtcOffset(Instant.FromUnixTimeSeconds(held)).Seconds;
        return DateOnly.FromDayNumber(EpochDayNumber + (int)FloorDivide(local, SecondsPerDay));
    }

    /// <summary>
    /// When clocks show a time, in minutes from a date's midnight, below 0 and beyond 24 hours too. Of a time that they show twice it is the first,
    /// and in place of one that they skip it is the instant of the change: so the order of times stays that of instants.
    /// </summary>
    public long SecondsAt(DateOnly date, int minutes)
    {
        var (days, minuteOfDay) = Math.DivRem(minutes, ClockText.MinutesPerDay);
        if (minuteOfDay < 0)
            (days, minuteOfDay) = (days - 1, minuteOfDay + ClockText.MinutesPerDay);
        var day = date.AddDays(days);
        var mapping = zone.MapLocal(new LocalDateTime(day.Year, day.Month, day.Day, minuteOfDay / 60, minuteOfDay % 60));
        return mapping.Count == 0 ? mapping.LateInterval.Start.ToUnixTimeSeconds() : mapping.First().ToInstant().ToUnixTimeSeconds();
    }

    static long SecondsOf(DateOnly date) => (date.DayNumber - EpochDayNumber) * SecondsPerDay;

    static long FloorDivide(long dividend, long divisor)
    {
        var quotient = Math.DivRem(dividend, divisor, out var remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
