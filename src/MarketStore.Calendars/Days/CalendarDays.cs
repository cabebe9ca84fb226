using System.Collections.Concurrent;
using MarketStore.Calendars.Rules;

namespace MarketStore.Calendars.Days;

/// <summary>What each date is. Years are worked out once, when they are first asked for; safe for any number of threads.</summary>
sealed class CalendarDays(WeekdaySet weekdays, IReadOnlyList<CalendarLayer> layers)
{
    // Some kilobytes each: a caller who walks through all of time must not fill the memory.
    const int MostYears = 400;

    static readonly DayEffect[] Effects = [DayEffect.Holiday, DayEffect.Open, DayEffect.EarlyClose];

    readonly ConcurrentDictionary<int, DayKind[]> _years = new();

    public DayKind this[DateOnly date]
    {
        get
        {
            if (!_years.TryGetValue(date.Year, out var days))
            {
                if (_years.Count >= MostYears)
                    _years.Clear();
                days = _years.GetOrAdd(date.Year, DaysOf(date.Year));
            }

            return days[date.DayOfYear - 1];
        }
    }

    DayKind[] DaysOf(int year)
    {
        var days = new DayKind[DateTime.IsLeapYear(year) ? 366 : 365];
        SetWeekdays(days, year);
        foreach (var layer in layers)
        {
            if (layer.Listed is { } listed && listed.Contains(year))
                SetWeekdays(days, year);
            else
                Apply(layer.Rules, days, year);

            foreach (var (date, kind) in layer.Dates)
            {
                if (date.Year == year)
                    days[date.DayOfYear - 1] = kind;
            }
        }

        return days;
    }

    void SetWeekdays(DayKind[] days, int year)
    {
        for (var index = 0; index < days.Length; index++)
            days[index] = weekdays.Contains(new DateOnly(year, 1, 1).AddDays(index).DayOfWeek) ? DayKind.Open : DayKind.Closed;
    }

    static void Apply(IReadOnlyList<YearlyRule> rules, DayKind[] days, int year)
    {
        foreach (var effect in Effects)
        {
            foreach (var rule in rules.Where(rule => rule.Effect == effect))
            {
                // A day may be held in the year before or after its own.
                for (var own = Math.Max(year - 1, DateOnly.MinValue.Year); own <= Math.Min(year + 1, DateOnly.MaxValue.Year); own++)
                {
                    if (rule.DateOf(own) is { } date && date.Year == year)
                        Apply(rule, ref days[date.DayOfYear - 1]);
                }
            }
        }
    }

    static void Apply(YearlyRule rule, ref DayKind day) => day = rule.Effect switch
    {
        DayEffect.Holiday => DayKind.Closed,
        DayEffect.Open => DayKind.Open,
        _ => day.IsOpen ? DayKind.EarlyClose(rule.EarlyCloseMinutes) : day,
    };
}
