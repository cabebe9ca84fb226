namespace MarketStore.Calendars.Rules;

/// <summary><c>Monday on or before May 24</c>, <c>Tuesday on or after November 2</c>.</summary>
sealed record WeekdayNear(DayOfMonth Anchor, DayOfWeek Weekday, bool OnOrAfter) : IYearlyDay
{
    public DateOnly? DateIn(int year)
    {
        if (Anchor.DateIn(year) is not { } anchor)
            return null;
        var daysAfter = ((int)Weekday - (int)anchor.DayOfWeek + 7) % 7;
        return Dates.Shifted(anchor, OnOrAfter || daysAfter == 0 ? daysAfter : daysAfter - 7);
    }
}
