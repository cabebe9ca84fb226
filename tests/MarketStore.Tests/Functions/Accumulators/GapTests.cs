using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using Xunit;

namespace MarketStore.Tests.Functions.Accumulators;

public class GapTests
{
    [Theory]
    [InlineData("GAP ('1Sec')", "Epoch:i8 0 10 30 | End:i8 10 30 60 | Length:i8 10 20 30")]
    [InlineData("gap('10Sec')", "Epoch:i8 10 30 | End:i8 30 60 | Length:i8 20 30")]
    [InlineData("gap('20Sec')", "Epoch:i8 30 | End:i8 60 | Length:i8 30")]
    [InlineData("gap('30Sec')", "Epoch:i8 | End:i8 | Length:i8")]
    public void A_hole_is_a_distance_strictly_longer_than_the_timeframe(string call, string expected) =>
        Assert.Equal(expected, Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(0, 10, 30, 60)), call)));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_hole_between_two_pieces_is_found(int pieceRows) =>
        Assert.Equal("Epoch:i8 10 30 | End:i8 30 60 | Length:i8 20 30", Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(0, 10, 30, 60)), "UTC", pieceRows, "gap('10Sec')")));

    [Theory]
    [InlineData("gap()")]
    [InlineData("gap('z')")]
    public void Without_a_timeframe_unusual_distances_are_found_from_eleven_on(string call)
    {
        Assert.Equal("Epoch:i8 10 | End:i8 100 | Length:i8 90", Rows.Describe(Rows.Run(OneOutlier(distances: 11), call)));
        Assert.Equal("Epoch:i8 | End:i8 | Length:i8", Rows.Describe(Rows.Run(OneOutlier(distances: 10), call)));
        Assert.Equal("Epoch:i8 | End:i8 | Length:i8", Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(0, 9_999)), call)));
    }

    [Fact]
    public void Equal_distances_are_not_unusual() =>
        Assert.Equal("Epoch:i8 | End:i8 | Length:i8", Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch([.. Enumerable.Range(0, 50).Select(row => row * 60L)])), "gap()")));

    [Fact]
    public void Two_literals_are_refused() => Assert.Equal(
        "init aggfunc during query: argument passed to Init() is not a string",
        Assert.Throws<MarketStoreException>(() => Rows.Run(Rows.Of(Rows.Epoch(0)), "gap('1Min','1H')")).Message);

    static ColumnSeries OneOutlier(int distances) => Rows.Of(Rows.Epoch([.. Enumerable.Range(0, distances).Select(row => (long)row), distances + 89]));
}
