using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Functions.Calls;
using Microsoft.Extensions.Time.Testing;

namespace MarketStore.Tests.Functions;

/// <summary>Series for tests of functions, and a way to run a pipeline over them.</summary>
static class Rows
{
    public static readonly FakeTimeProvider Clock = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));

    public static Column Epoch(params long[] seconds) => Column.Of<long>("Epoch", ElementType.Int64, seconds);

    public static Column Nanoseconds(params int[] values) => Column.Of<int>("Nanoseconds", ElementType.Int32, values);

    public static Column F4(string name, params float[] values) => Column.Of<float>(name, ElementType.Float32, values);

    public static Column F8(string name, params double[] values) => Column.Of<double>(name, ElementType.Float64, values);

    public static Column I8(string name, params long[] values) => Column.Of<long>(name, ElementType.Int64, values);

    public static ColumnSeries Of(params Column[] columns) => new(columns, columns[0].RowCount);

    public static ColumnSeries Run(ColumnSeries rows, params string[] calls) => Run(rows, "UTC", rows.RowCount, calls);

    /// <summary>Hands the rows over in pieces of some rows, as a scan does.</summary>
    public static ColumnSeries Run(ColumnSeries rows, string zoneName, int pieceRows, params string[] calls)
    {
        var zone = MarketTimeZone.TryGet(zoneName, out var found) ? found : throw new ArgumentException(zoneName);
        var run = new FunctionPipeline(calls).Start([.. rows.Shapes], new(zone, Clock));
        for (var row = 0; row < rows.RowCount; row += pieceRows)
            run.Add(rows.Slice(row, Math.Min(pieceRows, rows.RowCount - row)));
        return run.Finish();
    }

    /// <summary>Names, types and values in one line: <c>Epoch:i8 0 60 | Open:f4 1 2</c>.</summary>
    public static string Describe(ColumnSeries rows) => string.Join(" | ", rows.Columns.Select(column =>
        string.Join(' ', Texts(column).Prepend($"{column.Name}:{column.Type.WireCode()}"))));

    static List<string> Texts(Column column) => column.Type switch
    {
        ElementType.Float32 => Texts<float>(column),
        ElementType.Float64 => Texts<double>(column),
        ElementType.Int32 => Texts<int>(column),
        ElementType.UInt64 => Texts<ulong>(column),
        ElementType.UInt8 => Texts<byte>(column),
        _ => Texts<long>(column),
    };

    static List<string> Texts<T>(Column column)
        where T : unmanaged, IFormattable
    {
        var texts = new List<string>();
        foreach (var value in column.Values<T>())
            texts.Add(value.ToString(null, System.Globalization.CultureInfo.InvariantCulture));
        return texts;
    }
}
