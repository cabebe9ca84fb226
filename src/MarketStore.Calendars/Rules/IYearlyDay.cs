namespace MarketStore.Calendars.Rules;

/// <summary>A day that comes once a year.</summary>
interface IYearlyDay
{
    /// <summary>Null in years that do not have it: February 29, a fifth Monday.</summary>
    DateOnly? DateIn(int year);
}
