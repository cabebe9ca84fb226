using System.Globalization;
using MarketStore.Calendars.Days;
using MarketStore.Calendars.Rules;
using MarketStore.Core.Errors;

namespace MarketStore.Calendars.Files;

/// <summary>Reads dates, weekdays, years, and rules such as <c>third Monday of January, from 1998</c>.</summary>
static class RuleText
{
    static readonly string[] Numbers = ["last", "first", "second", "third", "fourth", "fifth"];
    static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    static readonly string[] DayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <exception cref="BadLineException">It is no date.</exception>
    public static DateOnly Date(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        ? date
        : throw new BadLineException($"'{Shown(text)}' is no date, such as 2026-11-27");

    /// <summary><c>Monday-Friday</c>, <c>Sunday-Thursday</c>, <c>Monday Tuesday Thursday</c>.</summary>
    /// <exception cref="BadLineException">It is something else.</exception>
    public static WeekdaySet Weekdays(string text)
    {
        var set = default(WeekdaySet);
        foreach (var word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = word.Split('-');
            set = ends.Length switch
            {
                1 => set.With(Weekday(word)),
                2 => set.WithRange(Weekday(ends[0]), Weekday(ends[1])),
                _ => throw new BadLineException($"'{Shown(word)}' is no range of weekdays, such as Monday-Friday"),
            };
        }

        return set.Bits == 0 ? throw new BadLineException($"'{Shown(text)}' names no weekday") : set;
    }

    /// <summary><c>1970-2029</c>.</summary>
    /// <exception cref="BadLineException">It is something else.</exception>
    public static YearSpan Years(string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2)
            throw new BadLineException($"'{Shown(text)}' is no range of years, such as 1970-2029");
        var span = new YearSpan(Year(ends[0]), Year(ends[1]));
        return span.First <= span.Last ? span : throw new BadLineException($"'{Shown(text)}' ends before it starts");
    }

    /// <param name="clauses">The day, and what limits or moves it.</param>
    /// <exception cref="BadLineException">A clause is not one.</exception>
    public static YearlyRule Rule(DayEffect effect, IReadOnlyList<string> clauses)
    {
        var words = WordsOf(clauses[0]);
        var shift = TakeShift(ref words);
        var rule = new YearlyRule(effect, Day(words, clauses[0])) { ShiftDays = shift };
        foreach (var clause in clauses.Skip(1))
            rule = With(rule, clause);
        return rule;
    }

    static YearlyRule With(YearlyRule rule, string clause) => WordsOf(clause) switch
    {
        ["from", var year] => rule with { FromYear = Year(year) },
        ["until", var year] => rule with { UntilYear = Year(year) },
        ["on", .. { Length: > 0 } days] => rule with { On = Weekdays(string.Join(' ', days)) },
        [var from, "to", var to] => rule with { Observances = [.. rule.Observances, new(Weekday(from), Weekday(to))] },
        _ => throw new BadLineException($"'{Shown(clause)}' is none of 'from 1998', 'until 2012', 'on Monday-Thursday', 'Saturday to Friday'"),
    };

    static IYearlyDay Day(string[] words, string clause)
    {
        switch (words)
        {
            case ["Easter"]:
                return new Easter();
            case [var month, var day] when MonthOf(month) is var number and > 0:
                return DayOfMonth(number, day);
            case [var count, var weekday, "of", var month] when Array.IndexOf(Numbers, count) is var number and >= 0:
                return new WeekdayOfMonth(Month(month), Weekday(weekday), number);
            case [var weekday, "on", "or", "before" or "after", var month, var day]:
                return new WeekdayNear(DayOfMonth(Month(month), day), Weekday(weekday), OnOrAfter: words[3] == "after");
            default:
                throw new BadLineException($"'{Shown(clause)}' is no day: 2026-06-19, 'June 19', 'third Monday of January', 'last Monday of May', 'Monday on or before May 24', 'Easter -2 days'");
        }
    }

    /// <summary>Takes <c>+1 day</c> or <c>-2 days</c> from the end.</summary>
    static int TakeShift(ref string[] words)
    {
        if (words is not [.., var shift, "day" or "days"] || shift[0] is not ('+' or '-'))
            return 0;
        words = words[..^2];
        return int.TryParse(shift.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is > 0 and < 366
            ? (shift[0] == '-' ? -days : days)
            : throw new BadLineException($"'{Shown(shift)}' is no number of days from 1 to 365");
    }

    static DayOfMonth DayOfMonth(int month, string day) =>
        int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= DateTime.DaysInMonth(2000, month)
            ? new(month, number)
            : throw new BadLineException($"'{Shown(day)}' is no day of {Months[month - 1]}");

    static int Year(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1 and <= 9999
        ? year
        : throw new BadLineException($"'{Shown(text)}' is no year");

    static int Month(string text) => MonthOf(text) is var number and > 0 ? number : throw new BadLineException($"'{Shown(text)}' is no month: {string.Join(", ", Months)}");

    /// <summary>0 for what is none.</summary>
    static int MonthOf(string text) => Array.IndexOf(Months, text) + 1;

    static DayOfWeek Weekday(string text) => Array.IndexOf(DayNames, text) is var number and >= 0
        ? (DayOfWeek)number
        : throw new BadLineException($"'{Shown(text)}' is no weekday: {string.Join(", ", DayNames)}");

    static string[] WordsOf(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    static string Shown(string text) => ShortText.Of(text, CalendarFileReader.ShownCharacters);
}
