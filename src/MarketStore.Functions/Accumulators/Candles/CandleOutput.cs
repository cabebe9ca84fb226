using System.Runtime.InteropServices;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>What the candlers give back: the window's start, the prices as FLOAT32, sums and averages as FLOAT64.</summary>
internal static class CandleOutput
{
    public static IReadOnlyList<DataShape> Shapes(IReadOnlyList<string> sums, IReadOnlyList<string> averages)
    {
        var shapes = new List<DataShape>
        {
            new(ColumnSeries.EpochName, ElementType.Int64),
            new("Open", ElementType.Float32),
            new("High", ElementType.Float32),
            new("Low", ElementType.Float32),
            new("Close", ElementType.Float32),
        };
        foreach (var name in sums.Select(name => $"{name}_SUM").Concat(averages.Select(name => $"{name}_AVG")))
            shapes.Add(new(Unused(name, shapes), ElementType.Float64));
        return shapes;
    }

    public static ColumnSeries Series(IReadOnlyList<DataShape> shapes, CandleSet candles, int[] sums, int[] averages)
    {
        var order = candles.InTimeOrder();
        var columns = new List<Column>
        {
            Make(shapes[0], order, candles, (set, index) => set[index].StartSeconds),
            Make(shapes[1], order, candles, (set, index) => (float)set[index].Open),
            Make(shapes[2], order, candles, (set, index) => (float)set[index].High),
            Make(shapes[3], order, candles, (set, index) => (float)set[index].Low),
            Make(shapes[4], order, candles, (set, index) => (float)set[index].Close),
        };
        foreach (var sum in sums)
            columns.Add(Make(shapes[columns.Count], order, candles, (set, index) => set.Sums(index)[sum]));
        foreach (var sum in averages)
            columns.Add(Make(shapes[columns.Count], order, candles, (set, index) => set.Sums(index)[sum] / set[index].RowCount));
        return new(columns, order.Length);
    }

    /// <summary>A name that is taken gets 0, 1 and so on behind it.</summary>
    static string Unused(string name, List<DataShape> shapes)
    {
        var candidate = name;
        for (var suffix = 0; shapes.Exists(shape => shape.Name == candidate); suffix++)
            candidate = $"{name}{suffix}";
        return candidate;
    }

    static Column Make<T>(DataShape shape, int[] order, CandleSet candles, Func<CandleSet, int, T> value)
        where T : unmanaged
    {
        var bytes = new byte[order.Length * shape.Type.SizeInBytes()];
        var values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (var row = 0; row < order.Length; row++)
            values[row] = value(candles, order[row]);
        return new(shape.Name, shape.Type, bytes);
    }
}
