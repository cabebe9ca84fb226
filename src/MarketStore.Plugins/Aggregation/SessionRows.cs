using MarketStore.Calendars;
using MarketStore.Core.Series;

namespace MarketStore.Plugins.Aggregation;

/// <summary>Takes the rows of a market's regular session out of others.</summary>
internal static class SessionRows
{
    public static ColumnSeries Of(ColumnSeries rows, MarketCalendar calendar)
    {
        var isWithin = new bool[rows.RowCount];
        var count = calendar.Within(MarketSession.Regular, rows.Epochs, isWithin);
        var columns = new List<Column>();
        foreach (var column in rows.Columns)
        {
            var (width, kept) = (column.ElementBytes, new byte[count * column.ElementBytes]);
            for (int row = 0, target = 0; row < isWithin.Length; row++)
            {
                if (!isWithin[row])
                    continue;
                column.Data.Span.Slice(row * width, width).CopyTo(kept.AsSpan(target * width));
                target++;
            }

            columns.Add(column with { Data = kept });
        }

        return new(columns, count);
    }
}
