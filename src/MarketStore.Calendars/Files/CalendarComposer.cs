using MarketStore.Calendars.Days;
using MarketStore.Calendars.Rules;
using MarketStore.Calendars.Sessions;
using MarketStore.Core.Errors;

namespace MarketStore.Calendars.Files;

/// <summary>Makes calendars of files, each on top of those that it extends.</summary>
/// <param name="own">The files of the directory at hand.</param>
/// <param name="below">Those that are built in, which a file of the same name extends or overrides.</param>
sealed class CalendarComposer(IReadOnlyDictionary<string, CalendarFile> own, IReadOnlyDictionary<string, CalendarFile> below, List<CalendarProblem> problems)
{
    /// <summary>Null when something is wrong; then it was added to the problems.</summary>
    public MarketCalendar? Compose(string name)
    {
        if (ChainOf(own[name]) is not { } chain)
            return null;

        var problemCount = problems.Count;
        var zone = chain.Select(file => file.Zone).LastOrDefault(zone => zone is not null);
        if (zone is null)
            problems.Add(new(own[name].Path, null, "it needs a time zone: 'timezone: America/New_York', or 'extends: nasdaq'"));
        var plan = PlanOf(chain, own[name]);
        if (zone is null || plan is null || problems.Count > problemCount)
            return null;

        var weekdays = chain.Select(file => file.Weekdays).LastOrDefault(weekdays => weekdays is not null)?.Value ?? WeekdaySet.MondayToFriday;
        return new(name, new ZoneClock(zone.Value), new CalendarDays(weekdays, [.. chain.Select(file => file.ToLayer())]), plan);
    }

    /// <summary>The file and those that it extends, the lowest first.</summary>
    List<CalendarFile>? ChainOf(CalendarFile top)
    {
        var chain = new List<CalendarFile> { top };
        while (chain[0].Extends is { } extends)
        {
            var next = Extended(chain[0], extends.Value);
            if (next is null || chain.Contains(next))
            {
                problems.Add(extends.Line.Problem(next is null ? NoCalendar(extends.Value) : $"'{extends.Value}' extends this calendar in turn"));
                return null;
            }

            chain.Insert(0, next);
        }

        return chain;
    }

    /// <summary>Those in the same directory come first. A file that extends its own name means what is built in, and what is built in knows nothing of directories.</summary>
    CalendarFile? Extended(CalendarFile file, string name)
    {
        var isOwn = own.GetValueOrDefault(file.Name) == file;
        return isOwn && name != file.Name && own.TryGetValue(name, out var beside) ? beside : below.GetValueOrDefault(name);
    }

    string NoCalendar(string name) =>
        $"'{ShortText.Of(name, CalendarFileReader.ShownCharacters)}' is no calendar that can be extended: {string.Join(", ", own.Keys.Union(below.Keys).Order(StringComparer.Ordinal))}";

    SessionPlan? PlanOf(List<CalendarFile> chain, CalendarFile top)
    {
        var given = new Given<IReadOnlyList<SessionPart>>?[Enum.GetValues<MarketSession>().Length];
        foreach (var file in chain)
        {
            foreach (var (session, parts) in file.Sessions)
                given[(int)session] = parts;
        }

        if (given[(int)MarketSession.Regular] is not { } regular)
        {
            problems.Add(new(top.Path, null, "it needs a regular session: 'session regular: 09:30-16:00'"));
            return null;
        }

        var plan = new SessionPlan([.. given.Select(session => session?.Value ?? [])]);
        // The line to look at first: the last one of the file itself.
        var line = (given.OfType<Given<IReadOnlyList<SessionPart>>>().Where(session => session.Line.File == top.Path).MaxBy(session => session.Line.Line) ?? regular).Line;
        if (plan.ProblemOf(DayKind.Open) is { } problem)
            problems.Add(line.Problem(problem));
        else
            CheckEarlyCloses(chain, plan, top, line);
        return plan;
    }

    /// <summary>An early close of the file itself is wrong where it stands; with one of an extended calendar it is the sessions that do not go.</summary>
    void CheckEarlyCloses(List<CalendarFile> chain, SessionPlan plan, CalendarFile top, SourceLine sessions)
    {
        foreach (var (file, close) in chain.SelectMany(file => file.EarlyCloses.Select(close => (file, close))).DistinctBy(pair => pair.close.Value))
        {
            if (plan.ProblemOf(DayKind.EarlyClose(close.Value)) is { } problem)
                problems.Add(file == top ? close.Line.Problem(problem) : sessions.Problem($"{problem}; it comes from {close.Line.File}, line {close.Line.Line}"));
        }
    }
}
