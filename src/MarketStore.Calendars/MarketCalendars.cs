using System.Diagnostics.CodeAnalysis;
using MarketStore.Calendars.Files;

namespace MarketStore.Calendars;

/// <summary>The calendars that there are, by name: those that are part of the program, and those of a directory. Format of the files: docs/calendars.md.</summary>
public sealed class MarketCalendars
{
    const string NasdaqName = "nasdaq";

    static readonly Lazy<MarketCalendars> Own = new(() => Read(new EmbeddedFolder(), below: null));

    readonly IReadOnlyDictionary<string, CalendarFile> _files;
    readonly SortedDictionary<string, MarketCalendar> _calendars;

    MarketCalendars(IReadOnlyDictionary<string, CalendarFile> files, SortedDictionary<string, MarketCalendar> calendars) => (_files, _calendars) = (files, calendars);

    /// <summary>Those that are part of the program.</summary>
    public static MarketCalendars BuiltIn => Own.Value;

    public IReadOnlyCollection<string> Names => _calendars.Keys;

    /// <summary>Built in, or what a directory put in its place.</summary>
    public MarketCalendar Nasdaq => _calendars[NasdaqName];

    /// <summary>The built-in ones and those of a directory: each <c>NAME.calendar</c> in it is one. A name that is built in is overridden.</summary>
    /// <exception cref="CalendarFileException">The directory or a file cannot be read, or a file says what makes no sense.</exception>
    public static MarketCalendars Load(string directory) => Read(new DiskFolder(directory), BuiltIn);

    public bool TryGet(string name, [NotNullWhen(true)] out MarketCalendar? calendar) => _calendars.TryGetValue(name, out calendar);

    static MarketCalendars Read(ICalendarFolder folder, MarketCalendars? below)
    {
        var problems = new List<CalendarProblem>();
        var files = CalendarFileReader.ReadAll(folder, problems);
        ThrowIfAny(problems);

        var calendars = new SortedDictionary<string, MarketCalendar>(below?._calendars ?? [], StringComparer.Ordinal);
        var composer = new CalendarComposer(files, below?._files ?? new Dictionary<string, CalendarFile>(), problems);
        foreach (var name in files.Keys)
        {
            if (composer.Compose(name) is { } calendar)
                calendars[name] = calendar;
        }

        ThrowIfAny(problems);
        return new(files, calendars);
    }

    static void ThrowIfAny(List<CalendarProblem> problems)
    {
        if (problems.Count > 0)
            throw new CalendarFileException([.. problems.Distinct()]);
    }
}
