using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Shell.Output;

/// <summary>
/// The table of the Go shell: columns of set widths, longer values not cut. On a terminal columns are as wide as what they hold, texts begin at the left,
/// and columns that do not fit are left out.
/// </summary>
internal static class GoTable
{
    const int TimeWidth = 29;
    const int TextWidth = 16;
    const int NumberWidth = 10;
    const string Gap = "  ";

    /// <summary>Rows of a terminal's table that tell how wide its columns are; later ones may shift their line.</summary>
    const int MeasuredRows = 1_000;

    /// <param name="title">Stands above the table; null for none.</param>
    /// <param name="terminalWidth">Null where nobody watches.</param>
    /// <returns>The names of columns that do not fit.</returns>
    public static IReadOnlyList<string> Write(ColumnSeries rows, string? title, int? terminalWidth, TextWriter output)
    {
        var isShown = terminalWidth is not null;
        var widths = rows.Columns.Select(column => isShown ? Measure(column) : SetWidth(column.Shape)).ToArray();
        var columns = terminalWidth is { } width ? TakeFitting(rows.Columns, widths, width) : rows.Columns;
        var text = new ChunkedText(output);
        if (title is not null)
            text.Line.Append(title).Append('\n');
        var rules = columns.Select((_, column) => new string('=', widths[column])).ToArray();
        WriteLine(rules);
        WriteLine([.. columns.Select(column => ShownText.Printable(column.Name))]);
        WriteLine(rules);
        var cells = new string[columns.Count];
        for (var row = 0; row < rows.RowCount; row++)
        {
            for (var column = 0; column < cells.Length; column++)
                cells[column] = Cell(columns[column], row);
            WriteLine(cells);
        }

        WriteLine(rules);
        text.Line.Append('(').Append(rows.RowCount).Append(" rows * ").Append(rows.Columns.Count).Append(" columns)\n");
        text.Flush();
        return [.. rows.Columns.Skip(columns.Count).Select(column => ShownText.Printable(column.Name))];

        void WriteLine(string[] line)
        {
            for (var column = 0; column < line.Length; column++)
            {
                var blanks = Math.Max(0, widths[column] - (isShown ? DisplayWidth.Of(line[column]) : CodePoints(line[column])));
                var isLeft = isShown && columns[column].Type == ElementType.String16;
                text.Line.Append(' ', isLeft ? 0 : blanks).Append(line[column]).Append(' ', isLeft ? blanks : 0).Append(Gap);
            }

            text.Line.Append('\n');
            text.FlushIfLarge();
        }
    }

    static int SetWidth(DataShape shape)
    {
        if (GoCells.IsTime(shape) || shape.Name.Equals(ColumnSeries.EpochName, StringComparison.OrdinalIgnoreCase))
            return TimeWidth;
        return shape.Type == ElementType.String16 ? TextWidth : NumberWidth;
    }

    static int Measure(Column column)
    {
        var width = DisplayWidth.Of(ShownText.Printable(column.Name));
        for (var row = 0; row < Math.Min(column.RowCount, MeasuredRows); row++)
            width = Math.Max(width, DisplayWidth.Of(Cell(column, row)));
        return width;
    }

    // One column is shown, however narrow the terminal is.
    static IReadOnlyList<Column> TakeFitting(IReadOnlyList<Column> columns, int[] widths, int terminalWidth)
    {
        var (count, used) = (0, 0);
        while (count < columns.Count && (count == 0 || used + widths[count] + Gap.Length <= terminalWidth))
            used += widths[count++] + Gap.Length;
        return [.. columns.Take(count)];
    }

    static string Cell(Column column, int row) => column.Type == ElementType.String16 ? ShownText.Printable(GoCells.Of(column, row)) : GoCells.Of(column, row);

    static int CodePoints(string cell)
    {
        var length = cell.Length;
        foreach (var character in cell)
            length -= char.IsLowSurrogate(character) ? 1 : 0;
        return length;
    }
}
