using MarketStore.Core.Errors;

namespace MarketStore.Calendars;

/// <summary>Calendar files that cannot be used: every problem of every file, each with file, line and value; the message has the first fifty.</summary>
public sealed class CalendarFileException : MarketStoreException
{
    // A file of another kind may be wrong in every one of its lines.
    const int MostShown = 50;

    internal CalendarFileException(IReadOnlyList<CalendarProblem> problems)
        : base(ErrorKind.InvalidRequest, MessageOf(problems)) => Problems = problems;

    public IReadOnlyList<CalendarProblem> Problems { get; }

    static string MessageOf(IReadOnlyList<CalendarProblem> problems)
    {
        var shown = string.Join('\n', problems.Take(MostShown));
        return problems.Count > MostShown ? $"{shown}\nand {problems.Count - MostShown} more" : shown;
    }
}
