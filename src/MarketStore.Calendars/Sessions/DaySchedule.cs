namespace MarketStore.Calendars.Sessions;

/// <summary>The hours of a day of one kind, in the order of the clock.</summary>
sealed class DaySchedule(MinuteRange[][] sessions)
{
    public MinuteRange[] All { get; } = [.. sessions.SelectMany(parts => parts).OrderBy(part => part.Start)];

    public MinuteRange[] this[MarketSession session] => sessions[(int)session];
}
