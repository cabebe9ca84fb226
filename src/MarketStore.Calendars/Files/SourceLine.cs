namespace MarketStore.Calendars.Files;

/// <summary>A line of a file, as messages name it.</summary>
readonly record struct SourceLine(string File, int Line)
{
    public CalendarProblem Problem(string text) => new(File, Line, text);
}
