using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>What was read of a time, part by part.</summary>
internal record struct GoTimeParts()
{
    public int Year { get; set; }

    public int Month { get; set; } = 1;

    public int Day { get; set; } = 1;

    /// <summary>Counts instead of month and day where it is not 0.</summary>
    public int DayOfYear { get; set; }

    public int Hour { get; set; }

    public int Minute { get; set; }

    public int Second { get; set; }

    public int Nanoseconds { get; set; }

    /// <summary>Null where hours are counted to 24.</summary>
    public bool? IsAfternoon { get; set; }

    public int? OffsetSeconds { get; set; }

    /// <summary>A zone was named whose offset only the place can tell, such as EST.</summary>
    public bool HasZoneOfPlace { get; set; }

    public readonly bool IsValid => DayOfYear > 0
        ? DayOfYear <= CivilCalendar.DaysInYear(Year)
        : Month is >= 1 and <= 12 && Day >= 1 && Day <= DaysInMonth;

    public readonly WrittenTime ToWrittenTime()
    {
        var day = DayOfYear > 0 ? CivilCalendar.DayOf(Year, 1, 1) + DayOfYear - 1 : CivilCalendar.DayOf(Year, Month, Day);
        var hour = IsAfternoon switch
        {
            true when Hour < 12 => Hour + 12,
            false when Hour == 12 => 0,
            _ => Hour,
        };
        return new((day * Timeframe.SecondsPerDay) + (((hour * 60) + Minute) * 60) + Second, Nanoseconds, OffsetSeconds, HasClock: true);
    }

    readonly int DaysInMonth => Month switch
    {
        2 => CivilCalendar.IsLeapYear(Year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };
}
