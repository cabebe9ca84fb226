namespace MarketStore.Calendars.Rules;

/// <summary>What a rule makes of its day. The order is the one in which rules of a file are carried out.</summary>
enum DayEffect
{
    Holiday,

    /// <summary>An ordinary day, whatever else was said of it.</summary>
    Open,

    /// <summary>Only of days that are open: a holiday stays one.</summary>
    EarlyClose,
}
