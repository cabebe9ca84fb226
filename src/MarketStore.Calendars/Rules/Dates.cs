namespace MarketStore.Calendars.Rules;

static class Dates
{
    /// <summary>Null where the calendar of .NET ends.</summary>
    public static DateOnly? Shifted(DateOnly date, int days)
    {
        var number = date.DayNumber + days;
        return number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(number) : null;
    }
}
