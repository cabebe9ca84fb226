using System.Globalization;
using System.Text;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Tests.Storage;

/// <summary>Builds rows to be written, and shows rows that were read.</summary>
static class Rows
{
    public static Column Epoch(params long[] seconds) => Column.Of<long>("Epoch", ElementType.Int64, seconds);

    public static Column Nanoseconds(params int[] values) => Column.Of<int>("Nanoseconds", ElementType.Int32, values);

    public static Column F4(string name, params float[] values) => Column.Of<float>(name, ElementType.Float32, values);

    public static Column F8(string name, params double[] values) => Column.Of<double>(name, ElementType.Float64, values);

    public static Column I4(string name, params int[] values) => Column.Of<int>(name, ElementType.Int32, values);

    public static Column I8(string name, params long[] values) => Column.Of<long>(name, ElementType.Int64, values);

    public static Column I2(string name, params short[] values) => Column.Of<short>(name, ElementType.Int16, values);

    public static Column I1(string name, params sbyte[] values) => Column.Of<sbyte>(name, ElementType.Byte, values);

    /// <summary>Sixteen UTF-32 code points for each value.</summary>
    public static Column Text(string name, params string[] values)
    {
        var bytes = new byte[values.Length * 64];
        for (var row = 0; row < values.Length; row++)
            Encoding.UTF32.GetBytes(values[row]).CopyTo(bytes, row * 64);
        return new(name, ElementType.String16, bytes);
    }

    public static ColumnSeries Of(params Column[] columns) => new(columns, columns[0].RowCount);

    /// <summary>Names, types and values in one line: <c>Epoch:i8 0 60 | Open:f4 1 2</c>.</summary>
    public static string Describe(ColumnSeries rows) => string.Join(" | ", rows.Columns.Select(column =>
        string.Join(' ', Enumerable.Range(0, rows.RowCount).Select(row => Value(column, row)).Prepend($"{column.Name}:{column.Type.WireCode()}"))));

    static string Value(Column column, int row) => column.Type switch
    {
        ElementType.Float32 => Text(column.Values<float>()[row]),
        ElementType.Float64 => Text(column.Values<double>()[row]),
        ElementType.Byte => Text(column.Values<sbyte>()[row]),
        ElementType.Bool or ElementType.UInt8 => Text(column.Values<byte>()[row]),
        ElementType.Int16 => Text(column.Values<short>()[row]),
        ElementType.UInt16 => Text(column.Values<ushort>()[row]),
        ElementType.Int32 => Text(column.Values<int>()[row]),
        ElementType.UInt32 => Text(column.Values<uint>()[row]),
        ElementType.UInt64 => Text(column.Values<ulong>()[row]),
        ElementType.String16 => Encoding.UTF32.GetString(column.Data.Span.Slice(row * 64, 64)).TrimEnd('\0'),
        _ => Text(column.Values<long>()[row]),
    };

    static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
