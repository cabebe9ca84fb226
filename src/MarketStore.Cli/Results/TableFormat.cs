using MarketStore.Cli.Times;

namespace MarketStore.Cli.Results;

/// <summary>Columns for people: numbers right aligned, times on the server's clocks and no finer than needed.</summary>
internal sealed class TableFormat : IResultFormat
{
    const string Gap = "  ";

    public void Write(ResultSet result, TextWriter output)
    {
        var precision = FindPrecision(result);
        var titles = result.Columns.Select(column => TitleOf(result, column)).ToArray();
        var widths = titles.Select(title => title.Length).ToArray();
        ForEachRow(result, precision, cells =>
        {
            for (var column = 0; column < cells.Length; column++)
                widths[column] = Math.Max(widths[column], cells[column].Length);
        });

        output.WriteLine(Line(result, titles, widths));
        ForEachRow(result, precision, cells => output.WriteLine(Line(result, cells, widths)));
    }

    // Cells are made twice rather than kept: a long table costs no memory.
    static void ForEachRow(ResultSet result, TimePrecision precision, Action<string[]> act)
    {
        var cells = new string[result.Columns.Count];
        foreach (var bucket in result.Buckets)
        {
            for (var row = 0; row < bucket.Rows.RowCount; row++)
            {
                for (var column = 0; column < cells.Length; column++)
                    cells[column] = CellOf(result, result.Columns[column], precision, bucket, row);
                act(cells);
            }
        }
    }

    static string CellOf(ResultSet result, ResultColumn column, TimePrecision precision, ResultBucket bucket, int row) => column.Kind switch
    {
        ResultColumnKind.Time => TimeWriter.Plain(ResultSet.TimeOf(bucket, row), result.Zone, precision),
        ResultColumnKind.Text => ShownText.Printable(ResultSet.TextOf(column, bucket, row)),
        _ => ResultSet.TextOf(column, bucket, row),
    };

    static string TitleOf(ResultSet result, ResultColumn column)
    {
        var title = ShownText.Printable(column.Title);
        return column.Kind == ResultColumnKind.Time ? $"{title} ({result.Zone.Name})" : title;
    }

    static string Line(ResultSet result, string[] cells, int[] widths) =>
        string.Join(Gap, cells.Select((cell, column) => result.Columns[column].Kind == ResultColumnKind.Number ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();

    static TimePrecision FindPrecision(ResultSet result)
    {
        var finest = TimePrecision.Day;
        if (result.Columns.All(column => column.Kind != ResultColumnKind.Time))
            return finest;
        foreach (var bucket in result.Buckets)
        {
            for (var row = 0; row < bucket.Rows.RowCount && finest < TimePrecision.Nanosecond; row++)
                finest = (TimePrecision)Math.Max((int)finest, (int)TimeWriter.PrecisionOf(ResultSet.TimeOf(bucket, row), result.Zone));
        }

        return finest;
    }
}
