using MarketStore.Calendars.Sessions;
using MarketStore.Core.Errors;

namespace MarketStore.Calendars.Files;

/// <summary>Reads the hours of a session: <c>09:00-11:30, 12:30-15:30</c>, <c>close - close+4:00</c>, <c>18:00 the day before - 17:00</c>, <c>none</c>.</summary>
static class SessionText
{
    const string Close = "close";
    const string DayBefore = "the day before";
    const string DayAfter = "the day after";

    /// <exception cref="BadLineException">It is something else.</exception>
    public static IReadOnlyList<SessionPart> Parts(MarketSession session, string value)
    {
        if (value == "none")
            return session == MarketSession.Regular ? throw new BadLineException("a market has a regular session") : [];
        var parts = value.Split(',').Select(part => Part(session, part.Trim())).ToList();
        for (var index = 1; index < parts.Count; index++)
        {
            if (parts[index].Start.FromClose == parts[index - 1].End.FromClose && parts[index].Start.Minutes < parts[index - 1].End.Minutes)
                throw new BadLineException($"the parts of '{ShortText.Of(value, CalendarFileReader.ShownCharacters)}' are not one after the other");
        }

        return parts;
    }

    static SessionPart Part(MarketSession session, string text)
    {
        var ends = text.Split('-', StringSplitOptions.TrimEntries);
        if (ends.Length != 2)
            throw new BadLineException($"'{ShortText.Of(text, CalendarFileReader.ShownCharacters)}' is not of the form '09:30-16:00'");
        var part = new SessionPart(Time(ends[0]), Time(ends[1]));
        if (session != MarketSession.AfterHours && (part.Start.FromClose || part.End.FromClose))
            throw new BadLineException($"'{ShortText.Of(text, CalendarFileReader.ShownCharacters)}': only hours of afterhours are counted from the close");
        if (part.Start.FromClose == part.End.FromClose && part.Start.Minutes >= part.End.Minutes)
            throw new BadLineException($"'{ShortText.Of(text, CalendarFileReader.ShownCharacters)}' ends before it starts; over midnight it is '18:00 the day before - 17:00' or '17:00 - 02:00 the day after'");
        return part;
    }

    static SessionTime Time(string text)
    {
        if (text.StartsWith(Close, StringComparison.Ordinal))
        {
            var rest = text[Close.Length..].Trim();
            if (rest.Length == 0)
                return new(FromClose: true, 0);
            if (rest[0] == '+' && ClockText.TryParse(rest[1..].Trim(), out var after))
                return new(FromClose: true, after);
        }

        var (clock, days) = text switch
        {
            _ when text.EndsWith(DayBefore, StringComparison.Ordinal) => (text[..^DayBefore.Length].Trim(), -1),
            _ when text.EndsWith(DayAfter, StringComparison.Ordinal) => (text[..^DayAfter.Length].Trim(), 1),
            _ => (text, 0),
        };
        return ClockText.TryParse(clock, out var minutes)
            ? new(FromClose: false, minutes + (days * ClockText.MinutesPerDay))
            : throw new BadLineException($"'{ShortText.Of(text, CalendarFileReader.ShownCharacters)}' is no time, such as 09:30, 24:00, 18:00 the day before, close, close+4:00");
    }
}
