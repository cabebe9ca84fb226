namespace MarketStore.Calendars.Sessions;

/// <summary>A time of the clock, in minutes from midnight of the market's date (below 0 on the day before), or one that is counted from the regular close.</summary>
readonly record struct SessionTime(bool FromClose, int Minutes)
{
    public int MinutesOf(int regularClose) => FromClose ? regularClose + Minutes : Minutes;
}
