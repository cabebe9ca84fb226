namespace MarketStore.Calendars.Days;

/// <summary>What a date is: closed, an ordinary day, or one that closes early.</summary>
/// <param name="EarlyCloseMinutes">Minutes from midnight; 0 on days that close as ever.</param>
readonly record struct DayKind(bool IsOpen, int EarlyCloseMinutes)
{
    public static DayKind Closed => default;

    public static DayKind Open => new(true, 0);

    public static DayKind EarlyClose(int minutes) => new(true, minutes);
}
