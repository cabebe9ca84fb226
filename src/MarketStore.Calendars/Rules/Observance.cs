namespace MarketStore.Calendars.Rules;

/// <summary><c>Saturday to Friday</c>: a day that falls on the one weekday is held on the nearest of the other.</summary>
readonly record struct Observance(DayOfWeek From, DayOfWeek To)
{
    public int Days
    {
        get
        {
            var daysAfter = ((int)To - (int)From + 7) % 7;
            return daysAfter > 3 ? daysAfter - 7 : daysAfter;
        }
    }
}
