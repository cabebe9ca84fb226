using MarketStore.Calendars.Days;
using MarketStore.Calendars.Sessions;
using MarketStore.Core.Errors;

namespace MarketStore.Calendars.Files;

/// <summary>Reads a list of dates that a calendar file names: CSV with the columns <c>date,kind,close_time</c>.</summary>
static class DateList
{
    const string Header = "date,kind,close_time";

    /// <param name="add">Takes a date, what it is, and where that stands.</param>
    /// <param name="problems">Gets what is wrong in the list.</param>
    /// <exception cref="BadLineException">The value names no list that can be read.</exception>
    public static void Read(ICalendarFolder folder, string fileName, Action<DateOnly, DayKind, SourceLine> add, List<CalendarProblem> problems)
    {
        // A list lies beside its calendar: no way leads out of the directory.
        if (fileName.AsSpan().ContainsAny('/', '\\') || !fileName.EndsWith(".csv", StringComparison.Ordinal))
            throw new BadLineException($"'{ShortText.Of(fileName, CalendarFileReader.ShownCharacters)}' is not the name of a .csv file in the same directory");

        var path = folder.PathOf(fileName);
        string[] rows;
        try
        {
            rows = folder.Read(fileName).Split('\n');
        }
        catch (UnreadableFileException e)
        {
            throw new BadLineException($"{path}: {e.Message}");
        }

        if (rows[0].Trim() != Header)
        {
            problems.Add(new(path, 1, $"'{ShortText.Of(rows[0].Trim(), CalendarFileReader.ShownCharacters)}' is not '{Header}'"));
            return;
        }

        for (var index = 1; index < rows.Length; index++)
        {
            var row = rows[index].Trim();
            if (row.Length == 0)
                continue;
            var line = new SourceLine(path, index + 1);
            try
            {
                var cells = row.Split(',', StringSplitOptions.TrimEntries);
                add(RuleText.Date(cells[0]), KindOf(cells), line);
            }
            catch (BadLineException e)
            {
                problems.Add(line.Problem(e.Message));
            }
        }
    }

    static DayKind KindOf(string[] cells) => cells switch
    {
        [_, "holiday", ""] => DayKind.Closed,
        [_, "open", ""] => DayKind.Open,
        [_, "early_close", var time] when ClockText.TryParse(time, out var minutes) && minutes > 0 => DayKind.EarlyClose(minutes),
        _ => throw new BadLineException($"'{ShortText.Of(string.Join(',', cells), CalendarFileReader.ShownCharacters)}' is none of 'DATE,holiday,', 'DATE,open,' and 'DATE,early_close,13:00'"),
    };
}
