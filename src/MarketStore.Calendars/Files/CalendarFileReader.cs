using MarketStore.Calendars.Days;
using MarketStore.Calendars.Rules;
using MarketStore.Calendars.Sessions;
using MarketStore.Core.Errors;
using NodaTime;

namespace MarketStore.Calendars.Files;

/// <summary>Reads a calendar file: lines of <c>key: value</c>. Format: docs/calendars.md.</summary>
sealed class CalendarFileReader
{
    public const string Extension = ".calendar";

    internal const int ShownCharacters = 60;

    const string SessionKey = "session ";
    const string KnownKeys = "extends, timezone, weekdays, session NAME, listed, dates, holiday, early close, open";

    readonly ICalendarFolder _folder;
    readonly List<CalendarProblem> _problems;
    readonly CalendarFile _file;

    CalendarFileReader(ICalendarFolder folder, CalendarFile file, List<CalendarProblem> problems) => (_folder, _file, _problems) = (folder, file, problems);

    /// <summary>Every calendar file of a folder, by the calendar's name. What is wrong is added to the problems.</summary>
    public static Dictionary<string, CalendarFile> ReadAll(ICalendarFolder folder, List<CalendarProblem> problems)
    {
        var files = new Dictionary<string, CalendarFile>();
        try
        {
            foreach (var fileName in folder.CalendarFiles)
            {
                var file = new CalendarFile(fileName[..^Extension.Length], folder.PathOf(fileName));
                files.Add(file.Name, file);
                new CalendarFileReader(folder, file, problems).Read(fileName);
            }
        }
        catch (UnreadableFileException e)
        {
            problems.Add(new(folder.PathOf(""), null, e.Message));
        }

        return files;
    }

    void Read(string fileName)
    {
        if (_file.Name.Length == 0 || _file.Name.Any(letter => !char.IsAsciiLetterLower(letter) && !char.IsAsciiDigit(letter) && letter is not ('-' or '_')))
            _problems.Add(new(_file.Path, null, "the name of a calendar is made of small letters, digits, '-' and '_'"));

        string text;
        try
        {
            text = _folder.Read(fileName);
        }
        catch (UnreadableFileException e)
        {
            _problems.Add(new(_file.Path, null, e.Message));
            return;
        }

        var line = new SourceLine(_file.Path, 0);
        foreach (var written in text.Split('\n'))
        {
            line = line with { Line = line.Line + 1 };
            var said = written.Split('#', 2)[0].Trim();
            if (said.Length == 0)
                continue;
            try
            {
                ReadLine(said, line);
            }
            catch (BadLineException e)
            {
                _problems.Add(line.Problem(e.Message));
            }
        }
    }

    void ReadLine(string said, SourceLine line)
    {
        var colon = said.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            throw new BadLineException($"'{ShortText.Of(said, ShownCharacters)}' is not of the form 'key: value'");
        var key = said[..colon].Trim();
        var value = said[(colon + 1)..].Trim();
        if (value.Length == 0)
            throw new BadLineException($"'{ShortText.Of(key, ShownCharacters)}' has no value");
        switch (key)
        {
            case "extends":
                _file.Extends = Once(key, _file.Extends, value, line);
                break;
            case "timezone":
                _file.Zone = Once(key, _file.Zone, ZoneOf(value), line);
                break;
            case "weekdays":
                _file.Weekdays = Once(key, _file.Weekdays, RuleText.Weekdays(value), line);
                break;
            case "listed":
                _file.Listed = Once(key, _file.Listed, RuleText.Years(value), line);
                break;
            case "dates":
                DateList.Read(_folder, value, Add, _problems);
                break;
            case "holiday":
                ReadDays(DayEffect.Holiday, value, earlyClose: 0, line);
                break;
            case "open":
                ReadDays(DayEffect.Open, value, earlyClose: 0, line);
                break;
            case "early close":
                ReadEarlyClose(value, line);
                break;
            case var session when session.StartsWith(SessionKey, StringComparison.Ordinal):
                ReadSession(session[SessionKey.Length..].Trim(), value, line);
                break;
            default:
                throw new BadLineException($"'{ShortText.Of(key, ShownCharacters)}' is no key: {KnownKeys}");
        }
    }

    void ReadEarlyClose(string value, SourceLine line)
    {
        var parts = value.Split(',', 2);
        if (!ClockText.TryParse(parts[0].Trim(), out var minutes) || minutes == 0)
            throw new BadLineException($"'{ShortText.Of(parts[0].Trim(), ShownCharacters)}' is no time of day, such as 13:00");
        if (parts.Length == 1)
            throw new BadLineException("an early close needs days: 'early close: 13:00, 2026-11-27'");
        ReadDays(DayEffect.EarlyClose, parts[1], minutes, line);
    }

    void ReadDays(DayEffect effect, string value, int earlyClose, SourceLine line)
    {
        var clauses = value.Split(',', StringSplitOptions.TrimEntries);
        if (clauses[0].Length > 0 && char.IsAsciiDigit(clauses[0][0]))
        {
            var kind = effect switch
            {
                DayEffect.Holiday => DayKind.Closed,
                DayEffect.Open => DayKind.Open,
                _ => DayKind.EarlyClose(earlyClose),
            };
            foreach (var clause in clauses)
                Add(RuleText.Date(clause), kind, line);
        }
        else
        {
            _file.Rules.Add(new(RuleText.Rule(effect, clauses) with { EarlyCloseMinutes = earlyClose }, line));
        }
    }

    void ReadSession(string name, string value, SourceLine line)
    {
        if (!MarketSessionNames.TryParse(name, out var session))
            throw new BadLineException(MarketSessionNames.NoSession(name));
        _file.Sessions[session] = Once($"session {name}", _file.Sessions.GetValueOrDefault(session), SessionText.Parts(session, value), line);
    }

    void Add(DateOnly date, DayKind kind, SourceLine line)
    {
        if (_file.Dates.TryGetValue(date, out var known) && known.Value != kind)
            throw new BadLineException($"{date:yyyy-MM-dd} is something else in {known.Line.File}, line {known.Line.Line}");
        _file.Dates.TryAdd(date, new(kind, line));
    }

    static DateTimeZone ZoneOf(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
        ?? throw new BadLineException($"'{ShortText.Of(name, ShownCharacters)}' is no time zone: names are those of IANA, such as Asia/Tokyo");

    static Given<T> Once<T>(string key, Given<T>? known, T value, SourceLine line) => known is null
        ? new(value, line)
        : throw new BadLineException($"'{key}' is given twice: in line {known.Line.Line} too");
}
