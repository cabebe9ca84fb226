using MarketStore.Calendars.Days;
using MarketStore.Calendars.Rules;
using MarketStore.Calendars.Sessions;
using NodaTime;

namespace MarketStore.Calendars.Files;

/// <summary>What one calendar file says; what it does not say comes from the calendar that it extends.</summary>
sealed class CalendarFile(string name, string path)
{
    public string Name => name;

    public string Path => path;

    public Given<string>? Extends { get; set; }

    public Given<DateTimeZone>? Zone { get; set; }

    public Given<WeekdaySet>? Weekdays { get; set; }

    public Given<YearSpan>? Listed { get; set; }

    /// <summary>An empty list for a session that the market does not have.</summary>
    public Dictionary<MarketSession, Given<IReadOnlyList<SessionPart>>> Sessions { get; } = [];

    public Dictionary<DateOnly, Given<DayKind>> Dates { get; } = [];

    public List<Given<YearlyRule>> Rules { get; } = [];

    /// <summary>Every time of day at which it closes early, and the first line that says so.</summary>
    public IEnumerable<Given<int>> EarlyCloses => Dates.Values.Select(day => new Given<int>(day.Value.EarlyCloseMinutes, day.Line))
        .Concat(Rules.Select(rule => new Given<int>(rule.Value.EarlyCloseMinutes, rule.Line)))
        .Where(close => close.Value != 0)
        .GroupBy(close => close.Value, (_, closes) => closes.MinBy(close => close.Line.Line)!);

    public CalendarLayer ToLayer() => new(Dates.ToDictionary(date => date.Key, date => date.Value.Value), [.. Rules.Select(rule => rule.Value)], Listed?.Value);
}
