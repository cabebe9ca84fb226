namespace MarketStore.Calendars;

/// <summary>What is wrong with a calendar file, and where.</summary>
/// <param name="Line">Counted from 1; null where the file as a whole is meant.</param>
public sealed record CalendarProblem(string File, int? Line, string Text)
{
    public override string ToString() => Line is null ? $"{File}: {Text}" : $"{File}, line {Line}: {Text}";
}
