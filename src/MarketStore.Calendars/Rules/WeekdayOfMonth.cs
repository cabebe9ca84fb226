namespace MarketStore.Calendars.Rules;

/// <summary><c>third Monday of January</c>, <c>last Monday of May</c>.</summary>
/// <param name="Number">1 to 5, or <see cref="Last"/>.</param>
sealed record WeekdayOfMonth(int Month, DayOfWeek Weekday, int Number) : IYearlyDay
{
    public const int Last = 0;

    public DateOnly? DateIn(int year)
    {
        var daysInMonth = DateTime.DaysInMonth(year, Month);
        var first = 1 + (((int)Weekday - (int)new DateOnly(year, Month, 1).DayOfWeek + 7) % 7);
        var day = Number == Last ? first + ((daysInMonth - first) / 7 * 7) : first + ((Number - 1) * 7);
        return day <= daysInMonth ? new DateOnly(year, Month, day) : null;
    }
}
