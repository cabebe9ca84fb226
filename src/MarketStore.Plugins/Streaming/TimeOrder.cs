using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Plugins.Streaming;

/// <summary>Brings rows into the order of time: ticks come as they were sent.</summary>
internal static class TimeOrder
{
    /// <summary>The same rows where they are in order; a copy in order where they are not. Rows of one time keep theirs.</summary>
    public static ColumnSeries Of(ColumnSeries rows)
    {
        var nanoseconds = rows.TryGetColumn(ColumnSeries.NanosecondsName, out var column) && column.Value.Type == ElementType.Int32 ? column.Value.Values<int>() : [];
        var times = new (long Epoch, int Nanoseconds)[rows.RowCount];
        var isOrdered = true;
        for (var row = 0; row < times.Length; row++)
        {
            times[row] = (rows.Epochs[row], nanoseconds.IsEmpty ? 0 : nanoseconds[row]);
            isOrdered &= row == 0 || times[row - 1].CompareTo(times[row]) <= 0;
        }

        if (isOrdered)
            return rows;
        int[] order = [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];
        return new(rows.Columns.Select(column => column with { Data = Ordered(column, order) }), rows.RowCount);
    }

    static byte[] Ordered(Column column, int[] order)
    {
        var (width, data) = (column.ElementBytes, new byte[order.Length * column.ElementBytes]);
        for (var row = 0; row < order.Length; row++)
            column.Data.Span.Slice(order[row] * width, width).CopyTo(data.AsSpan(row * width));
        return data;
    }
}
