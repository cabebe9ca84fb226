using System.Text;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Trials.Model.Expected;

/// <summary>Rows that are due, column by column.</summary>
sealed class ExpectedRows(IReadOnlyList<ExpectedColumn> columns, int rowCount)
{
    const int MaxShownRows = 30;

    public IReadOnlyList<ExpectedColumn> Columns => columns;

    public int RowCount => rowCount;

    public bool IsSameAs(ColumnSeries got)
    {
        if (got.RowCount != rowCount || got.Columns.Count != columns.Count)
            return false;
        for (var position = 0; position < columns.Count; position++)
        {
            var (due, given) = (columns[position], got.Columns[position]);
            if (due.Name != given.Name || due.Type != given.Type || !given.Data.Span.SequenceEqual(due.Bytes))
                return false;
        }

        return true;
    }

    public override string ToString() => Describe(columns.Select(column => new Column(column.Name, column.Type, column.Bytes)), rowCount);

    /// <summary>Rows as text, the first few of many.</summary>
    public static string Describe(IEnumerable<Column> columns, int rowCount)
    {
        var text = new StringBuilder().Append(System.Globalization.CultureInfo.InvariantCulture, $"{rowCount} rows");
        foreach (var column in columns)
        {
            var size = column.Type.SizeInBytes();
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $" | {column.Name}:{column.Type}");
            for (var row = 0; row < Math.Min(rowCount, MaxShownRows); row++)
                text.Append(' ').Append(Show(column.Type, column.Data.Span.Slice(row * size, size)));
            if (rowCount > MaxShownRows)
                text.Append(" ...");
        }

        return text.ToString();
    }

    static string Show(ElementType type, ReadOnlySpan<byte> value) => type switch
    {
        ElementType.Int64 => BitConverter.ToInt64(value).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ElementType.Int32 => BitConverter.ToInt32(value).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ElementType.Float64 => BitConverter.ToDouble(value).ToString(System.Globalization.CultureInfo.InvariantCulture),
        ElementType.Float32 => BitConverter.ToSingle(value).ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Convert.ToHexString(value).TrimEnd('0'),
    };
}
