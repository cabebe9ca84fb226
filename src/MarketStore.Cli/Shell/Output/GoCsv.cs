using System.Buffers;
using MarketStore.Core.Series;

namespace MarketStore.Cli.Shell.Output;

/// <summary>The files of <c>\o</c> as the Go shell writes them: no titles, the cells of the table, commas, quotes where they are needed.</summary>
internal static class GoCsv
{
    static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static void Write(ColumnSeries rows, TextWriter output)
    {
        var text = new ChunkedText(output);
        for (var row = 0; row < rows.RowCount; row++)
        {
            for (var column = 0; column < rows.Columns.Count; column++)
            {
                if (column > 0)
                    text.Line.Append(',');
                AppendCell(text, GoCells.Of(rows.Columns[column], row).Trim());
            }

            text.Line.Append('\n');
            text.FlushIfLarge();
        }

        text.Flush();
    }

    static void AppendCell(ChunkedText text, string cell)
    {
        // Cells were trimmed, so none begins with a space.
        if (!cell.AsSpan().ContainsAny(Quoted))
            text.Line.Append(cell);
        else
            text.Line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
