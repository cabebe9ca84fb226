namespace MarketStore.Calendars;

/// <summary>The parts of a market's day, in their order.</summary>
public enum MarketSession
{
    Premarket,
    Regular,
    AfterHours,
}
