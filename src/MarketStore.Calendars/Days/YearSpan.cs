namespace MarketStore.Calendars.Days;

/// <summary>Both ends inclusive.</summary>
readonly record struct YearSpan(int First, int Last)
{
    public bool Contains(int year) => year >= First && year <= Last;
}
