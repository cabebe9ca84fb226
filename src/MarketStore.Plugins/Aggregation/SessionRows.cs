using MarketStore.Calendars;
using MarketStore.Core.Series;

namespace MarketStore.Plugins.Aggregation;

/// <summary>Takes the rows of a market's regular session out of others.</summary>
internal static class SessionRows
{
    public static ColumnSeries Of(ColumnSeries rows, MarketCalendar calendar)
    {
        var isWithin = new bool[rows.RowCount];
        calendar.Within(MarketSession.Regular, rows.Epochs, isWithin);
        return RowSelection.Take(rows, [.. Enumerable.Range(0, isWithin.Length).Where(row => isWithin[row])]);
    }
}
