using MarketStore.Calendars.Rules;

namespace MarketStore.Calendars.Days;

/// <summary>What one file says about days. Layers lie on each other, and what a later one says of a date counts.</summary>
/// <param name="Listed">The years whose dates the file knows all: neither rules nor earlier layers count in them.</param>
sealed record CalendarLayer(IReadOnlyDictionary<DateOnly, DayKind> Dates, IReadOnlyList<YearlyRule> Rules, YearSpan? Listed);
