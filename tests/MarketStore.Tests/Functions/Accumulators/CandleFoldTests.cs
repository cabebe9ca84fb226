using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;
using MarketStore.Functions.Accumulators.Candles;
using Xunit;

namespace MarketStore.Tests.Functions.Accumulators;

public class CandleFoldTests
{
    /// <summary>Prices as floats and as doubles, as the mean of two columns, and as integers; with and without nanoseconds.</summary>
    public static TheoryData<ElementType, bool, bool> Kinds => new()
    {
        { ElementType.Float32, false, false },
        { ElementType.Float64, false, false },
        { ElementType.Float64, true, false },
        { ElementType.Int32, false, false },
        { ElementType.Float32, false, true },
        { ElementType.Float32, true, true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rows_in_order_of_time_make_the_candle_that_the_plain_loop_makes(ElementType type, bool isMean, bool hasNanoseconds)
    {
        var random = new Random(20_261_128);
        for (var round = 0; round < 1_000; round++)
        {
            var (vectors, plain) = (new Candle(), new Candle());
            var time = 0L;
            CandleColumns? columns = null;
            for (var piece = random.Next(1, 4); piece > 0; piece--)
            {
                var rows = Piece(random, random.Next(1, 70), ref time, type, hasNanoseconds);
                columns ??= ColumnsOf(rows, isMean);
                CandleFold.AddOrdered(ref vectors, columns, rows, 0, rows.RowCount);
                CandleFold.AddAny(ref plain, columns.Read(rows, 0, rows.RowCount));
                Assert.Equal(Describe(plain), Describe(vectors));
            }
        }
    }

    [Fact]
    public void More_rows_than_are_read_at_a_time_make_one_candle_too()
    {
        var (vectors, plain) = (new Candle(), new Candle());
        var time = 0L;
        var rows = Piece(new Random(1), (2 * CandleColumns.BatchRows) + 7, ref time, ElementType.Int32, hasNanoseconds: false);
        var columns = ColumnsOf(rows, isMean: true);

        CandleFold.AddOrdered(ref vectors, columns, rows, 3, rows.RowCount - 3);
        for (var first = 3; first < rows.RowCount; first += CandleColumns.BatchRows)
            CandleFold.AddAny(ref plain, columns.Read(rows, first, Math.Min(CandleColumns.BatchRows, rows.RowCount - first)));

        Assert.Equal(Describe(plain), Describe(vectors));
    }

    [Fact]
    public void Rows_out_of_order_are_not_taken_for_ordered_ones_wherever_the_late_one_is()
    {
        for (var late = 1; late < 40; late++)
        {
            var epochs = Enumerable.Range(0, 40).Select(row => (long)row).ToArray();
            Assert.True(RowOrder.IsAscending(epochs, []));
            (epochs[late], epochs[late - 1]) = (epochs[late - 1], epochs[late]);
            Assert.False(RowOrder.IsAscending(epochs, []));

            var nanoseconds = Enumerable.Range(0, 40).ToArray();
            Assert.True(RowOrder.IsAscending(new long[40], nanoseconds));
            (nanoseconds[late], nanoseconds[late - 1]) = (nanoseconds[late - 1], nanoseconds[late]);
            Assert.False(RowOrder.IsAscending(new long[40], nanoseconds));
        }
    }

    static string Describe(Candle candle) => FormattableString.Invariant(
        $"{candle.OpenSeconds}.{candle.OpenNanoseconds} {candle.Open} {candle.High} {candle.Low} {candle.CloseSeconds}.{candle.CloseNanoseconds} {candle.Close} {candle.RowCount}");

    static CandleColumns ColumnsOf(ColumnSeries rows, bool isMean)
    {
        IReadOnlyList<string> Names(string name) => isMean ? [name, "Other"] : [name];
        return new([.. rows.Shapes], new(Names("O"), Names("H"), Names("L"), Names("C")));
    }

    static ColumnSeries Piece(Random random, int count, ref long time, ElementType type, bool hasNanoseconds)
    {
        var (epochs, nanoseconds) = (new long[count], new int[count]);
        for (var row = 0; row < count; row++)
        {
            var step = random.Next(3);
            time += step;
            epochs[row] = hasNanoseconds ? time / 4 : time;
            nanoseconds[row] = (int)(time % 4);
        }

        var columns = new List<Column> { Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, epochs) };
        columns.AddRange(new[] { "O", "H", "L", "C", "Other" }.Select(name => Prices(random, name, count, type)));
        if (hasNanoseconds)
            columns.Add(Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, nanoseconds));
        return new(columns, count);
    }

    static Column Prices(Random random, string name, int count, ElementType type) => type switch
    {
        ElementType.Float32 => Column.Of<float>(name, type, Values(() => (float)Price(random), count)),
        ElementType.Float64 => Column.Of<double>(name, type, Values(() => Price(random), count)),
        _ => Column.Of<int>(name, type, Values(() => random.Next(-50, 50), count)),
    };

    static T[] Values<T>(Func<T> next, int count) => [.. Enumerable.Range(0, count).Select(_ => next())];

    static double Price(Random random) =>
        random.Next(12) switch { 0 => double.NaN, 1 => double.PositiveInfinity, 2 => double.NegativeInfinity, _ => random.Next(-50, 50) };
}
