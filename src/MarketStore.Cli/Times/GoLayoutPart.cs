namespace MarketStore.Cli.Times;

/// <summary>What one part of a Go layout stands for.</summary>
internal enum GoLayoutPart
{
    Literal,
    Year,
    ShortYear,
    MonthName,
    ShortMonthName,
    Month,
    TwoDigitMonth,
    WeekdayName,
    ShortWeekdayName,
    Day,
    PaddedDay,
    TwoDigitDay,
    DayOfYear,
    Hour,
    HalfDayHour,
    TwoDigitHalfDayHour,
    Minute,
    TwoDigitMinute,
    Second,
    TwoDigitSecond,
    ExactFraction,
    OptionalFraction,
    HalfOfDay,
    Offset,
    OffsetOrZ,
    ZoneName,
}
