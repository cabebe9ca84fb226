namespace MarketStore.Calendars.Rules;

/// <summary>A day of every year, and what it is.</summary>
sealed record YearlyRule(DayEffect Effect, IYearlyDay Day)
{
    public int EarlyCloseMinutes { get; init; }

    public int ShiftDays { get; init; }

    public int FromYear { get; init; } = DateOnly.MinValue.Year;

    public int UntilYear { get; init; } = DateOnly.MaxValue.Year;

    /// <summary>The weekdays that the day must fall on to count, before it is moved.</summary>
    public WeekdaySet On { get; init; } = WeekdaySet.All;

    public IReadOnlyList<Observance> Observances { get; init; } = [];

    /// <summary>The date of the rule's day in a year, which may lie in the year before or after once it is moved.</summary>
    public DateOnly? DateOf(int year)
    {
        if (year < FromYear || year > UntilYear || Day.DateIn(year) is not { } day || Dates.Shifted(day, ShiftDays) is not { } shifted || !On.Contains(shifted.DayOfWeek))
            return null;
        foreach (var observance in Observances)
        {
            if (observance.From == shifted.DayOfWeek)
                return Dates.Shifted(shifted, observance.Days);
        }

        return shifted;
    }
}
