namespace MarketStore.Calendars.Rules;

/// <summary><c>June 19</c>.</summary>
sealed record DayOfMonth(int Month, int Day) : IYearlyDay
{
    public DateOnly? DateIn(int year) => Day <= DateTime.DaysInMonth(year, Month) ? new DateOnly(year, Month, Day) : null;
}
