using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Accumulators;
using Xunit;

namespace MarketStore.Tests.Functions.Accumulators;

public class SingleRowFunctionTests
{
    static readonly ColumnSeries Bars = Rows.Of(
        Rows.Epoch(0, 60, 120),
        Rows.F4("P", 2, float.NaN, 3),
        Rows.F4("FirstIsNaN", float.NaN, 1, 2),
        Rows.I8("Big", 9_007_199_254_740_993, 1, 3),
        Rows.F8("D", 0.1, 0.2, 0.6));

    [Theory]
    [InlineData("count(*)", "Epoch:i8 1700000000 | Count:i8 3")]
    [InlineData("Count(NoSuchColumn)", "Epoch:i8 1700000000 | Count:i8 3")]
    [InlineData("min(P)", "Epoch:i8 1700000000 | Min:f4 2")]
    [InlineData("max(P)", "Epoch:i8 1700000000 | Max:f4 3")]
    [InlineData("max(FirstIsNaN)", "Epoch:i8 1700000000 | Max:f4 NaN")]
    [InlineData("min(FirstIsNaN)", "Epoch:i8 1700000000 | Min:f4 NaN")]
    [InlineData("avg(P)", "Epoch:i8 1700000000 | Avg:f8 NaN")]
    [InlineData("avg(D)", "Epoch:i8 1700000000 | Avg:f8 0.3")]
    [InlineData("max(Big)", "Epoch:i8 1700000000 | Max:f4 9.007199E+15")]
    [InlineData("avg(Big)", "Epoch:i8 1700000000 | Avg:f8 3002399751580332")]
    public void One_row_comes_back_with_the_time_of_the_query(string call, string expected) => Assert.Equal(expected, Rows.Describe(Rows.Run(Bars, call)));

    // Eight rows with the mean 5, the squares of whose distances from it add up to 32.
    [Theory]
    [InlineData("sum(V)", "Epoch:i8 1700000000 | Sum:f8 40")]
    [InlineData("stddev(V)", "Epoch:i8 1700000000 | Stddev:f8 2.138089935299395")]
    [InlineData("first(V)", "Epoch:i8 0 | First:i8 2")]
    [InlineData("last(V)", "Epoch:i8 420 | Last:i8 9")]
    [InlineData("sum(P)", "Epoch:i8 1700000000 | Sum:f8 NaN")]
    [InlineData("stddev(P)", "Epoch:i8 1700000000 | Stddev:f8 NaN")]
    [InlineData("first(P)", "Epoch:i8 0 | First:f4 NaN")]
    [InlineData("last(P)", "Epoch:i8 420 | Last:f4 1.5")]
    public void Sum_deviation_first_and_last_are_those_worked_out_by_hand_however_the_rows_are_cut(string call, string expected)
    {
        var rows = Rows.Of(Rows.Epoch([.. Enumerable.Range(0, 8).Select(row => 60L * row)]), Rows.I8("V", 2, 4, 4, 4, 5, 5, 7, 9), Rows.F4("P", float.NaN, 1, 1, 1, 1, 1, 1, 1.5f));

        for (var pieceRows = 1; pieceRows <= rows.RowCount; pieceRows++)
            Assert.Equal(expected, Rows.Describe(Rows.Run(rows, "UTC", pieceRows, call)));
    }

    [Fact]
    public void The_deviation_of_one_row_is_NaN() =>
        Assert.Equal("Epoch:i8 1700000000 | Stddev:f8 NaN", Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(0), Rows.F4("P", 1)), "stddev(P)")));

    [Theory]
    [InlineData("count(*)", "Epoch:i8 1700000000 | Count:i8 0")]
    [InlineData("min(P)", "Epoch:i8 1700000000 | Min:f4 NaN")]
    [InlineData("max(P)", "Epoch:i8 1700000000 | Max:f4 NaN")]
    [InlineData("avg(P)", "Epoch:i8 1700000000 | Avg:f8 NaN")]
    [InlineData("stddev(P)", "Epoch:i8 1700000000 | Stddev:f8 NaN")]
    [InlineData("sum(P)", "Epoch:i8 1700000000 | Sum:f8 0")]
    [InlineData("first(P)", "Epoch:i8 | First:f4")]
    [InlineData("last(P)", "Epoch:i8 | Last:f4")]
    public void Without_rows_there_is_a_count_and_a_sum_of_zero_and_no_first_and_last_and_the_others_are_NaN(string call, string expected) =>
        Assert.Equal(expected, Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(), Rows.F4("P")), "UTC", 1, call)));

    [Theory]
    [InlineData("max(x)", "unable to retrieve column named x")]
    [InlineData("min(*)", "unable to retrieve column named *")]
    [InlineData("avg(Text)", "column Text is of type STRING16, which is not numeric")]
    public void A_column_that_is_missing_or_no_number_is_an_error(string call, string message)
    {
        var rows = Rows.Of(Rows.Epoch(0), new Column("Text", ElementType.String16, new byte[64]));

        Assert.Equal(message, Assert.Throws<MarketStoreException>(() => Rows.Run(rows, call)).Message);
    }

    [Theory]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.Int32)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.Byte)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.UInt16)]
    [InlineData(ElementType.UInt32)]
    [InlineData(ElementType.UInt64)]
    [InlineData(ElementType.Float32)]
    [InlineData(ElementType.Float64)]
    public void Every_numeric_type_is_taken(ElementType type)
    {
        var column = Coercion.To(Rows.F8("X", 5, 7, 3), type);
        var rows = Rows.Of(Rows.Epoch(0, 1, 2), column);

        Assert.Equal("Epoch:i8 1700000000 | Min:f4 3", Rows.Describe(Rows.Run(rows, "min(X)")));
        Assert.Equal("Epoch:i8 1700000000 | Max:f4 7", Rows.Describe(Rows.Run(rows, "max(X)")));
        Assert.Equal("Epoch:i8 1700000000 | Avg:f8 5", Rows.Describe(Rows.Run(rows, "avg(X)")));
        Assert.Equal("Epoch:i8 0 | Open:f4 5 | High:f4 7 | Low:f4 3 | Close:f4 3 | X_SUM:f8 15", Rows.Describe(Rows.Run(rows, "tickcandler('1Min',X,Sum::X)")));
    }

    [Fact]
    public void Whole_lanes_and_single_values_agree_for_every_length_and_for_NaN_anywhere()
    {
        const int seed = 11;
        var random = new Random(seed);
        for (var length = 1; length < 80; length++)
        {
            for (var nanAt = -1; nanAt < length; nanAt++)
            {
                var values = Enumerable.Range(0, length).Select(_ => random.NextSingle() - 0.5f).ToArray();
                if (nanAt >= 0)
                    values[nanAt] = float.NaN;
                var (highest, lowest) = (values[0], values[0]);
                foreach (var value in values)
                    (highest, lowest) = (value > highest ? value : highest, value < lowest ? value : lowest);

                Assert.True(highest.Equals(Extremum.Fold<float, HigherFirst<float>>(values[0], values)), $"seed {seed}, length {length}, NaN at {nanAt}");
                Assert.True(lowest.Equals(Extremum.Fold<float, LowerFirst<float>>(values[0], values)), $"seed {seed}, length {length}, NaN at {nanAt}");
            }
        }
    }
}
