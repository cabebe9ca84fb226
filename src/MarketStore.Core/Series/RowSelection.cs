namespace MarketStore.Core.Series;

/// <summary>Copies of some rows of others.</summary>
public static class RowSelection
{
    /// <param name="rows">The rows.</param>
    /// <param name="order">Which of them, in the order wanted.</param>
    public static ColumnSeries Take(ColumnSeries rows, int[] order) => new(rows.Columns.Select(column => column with { Data = Take(column, order) }), order.Length);

    static byte[] Take(Column column, int[] order)
    {
        var (width, data) = (column.ElementBytes, new byte[order.Length * column.ElementBytes]);
        for (var row = 0; row < order.Length; row++)
            column.Data.Span.Slice(order[row] * width, width).CopyTo(data.AsSpan(row * width));
        return data;
    }
}
