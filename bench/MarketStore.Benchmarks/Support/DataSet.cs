using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Benchmarks.Support;

/// <summary>Rows as quants have them, the same in every run.</summary>
static class DataSet
{
    /// <summary>2020-01-01 UTC.</summary>
    public const long YearStart = 1_577_836_800;

    public const int MinutesOfYear = 527_040;

    public static readonly DataShape[] Bars =
    [
        new("Open", ElementType.Float32), new("High", ElementType.Float32), new("Low", ElementType.Float32), new("Close", ElementType.Float32), new("Volume", ElementType.Int64),
    ];

    public static readonly DataShape[] Quotes = [new("Bid", ElementType.Float32), new("Ask", ElementType.Float32)];

    /// <summary>Columns of a schema, filled by chance.</summary>
    public static Column[] Columns(IEnumerable<DataShape> shapes, int rows)
    {
        var chance = new Random(1);
        return [.. shapes.Select(shape =>
        {
            var bytes = new byte[rows * shape.Type.SizeInBytes()];
            chance.NextBytes(bytes);
            return new Column(shape.Name, shape.Type, bytes);
        })];
    }

    /// <summary>Bars, one a step.</summary>
    public static ColumnSeries BarRows(long firstSecond, int rows, int stepSeconds = 60)
    {
        var epochs = new long[rows];
        for (var row = 0; row < rows; row++)
            epochs[row] = firstSecond + ((long)row * stepSeconds);
        return new([Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, epochs), .. Columns(Bars, rows)], rows);
    }

    /// <summary>Quotes, so many a second.</summary>
    public static ColumnSeries TickRows(long firstSecond, int rows, int perSecond = 5)
    {
        var (epochs, nanoseconds) = (new long[rows], new int[rows]);
        for (var row = 0; row < rows; row++)
            (epochs[row], nanoseconds[row]) = (firstSecond + (row / perSecond), row % perSecond * (1_000_000_000 / perSecond));
        return new(
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, epochs), .. Columns(Quotes, rows),
                Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, nanoseconds),
            ],
            rows);
    }
}
