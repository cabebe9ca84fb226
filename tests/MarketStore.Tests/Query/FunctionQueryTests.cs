using MarketStore.Core.Errors;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Query;

public class FunctionQueryTests
{
    // 2020-01-06T09:30:00Z.
    const long Start = 1_578_303_000;

    [Theory]
    [InlineData("COUNT (Close)", "Epoch:i8 1700000000 | Count:i8 4")]
    [InlineData("max(Close)", "Epoch:i8 1700000000 | Max:f4 4")]
    [InlineData("sum(Close)", "Epoch:i8 1700000000 | Sum:f8 10")]
    [InlineData("stddev(Close)", "Epoch:i8 1700000000 | Stddev:f8 1.2909944487358056")]
    [InlineData("first(Close)", "Epoch:i8 1578303000 | First:f4 1")]
    [InlineData("last(Close)", "Epoch:i8 1578303660 | Last:f4 4")]
    [InlineData("gap('5Min')", "Epoch:i8 1578303060 | End:i8 1578303600 | Length:i8 540")]
    [InlineData("candlecandler('5Min',Open,High,Low,Close,Volume)", "Epoch:i8 1578303000 1578303600 | Open:f4 1 3 | High:f4 2 4 | Low:f4 1 3 | Close:f4 2 4 | Volume_SUM:f8 2 2")]
    [InlineData("candlecandler('5Min',Open,High,Low,Close);max(Close)", "Epoch:i8 1700000000 | Max:f4 4")]
    public async Task A_pipeline_is_applied_to_the_rows_of_the_symbol(string functions, string expected)
    {
        await using var host = await WithBars();

        Assert.Equal($"A/1Min/OHLCV = {expected}", host.Answer(new() { Destination = "A/1Min/OHLCV", Functions = functions.Split(';') }));
    }

    [Fact]
    public async Task Functions_see_the_rows_that_the_limit_leaves_and_each_symbol_by_itself()
    {
        await using var host = await WithBars();
        await host.WriteBars("B/1Min/OHLCV", [Start], 9);

        Assert.Equal(
            "A/1Min/OHLCV = Epoch:i8 1700000000 | Count:i8 3\nB/1Min/OHLCV = Epoch:i8 1700000000 | Count:i8 1",
            host.Answer(new() { Destination = "A,B/1Min/OHLCV", Functions = ["count(*)"], LimitRecordCount = 3 }));
    }

    [Fact]
    public async Task Functions_follow_bars_made_on_the_fly()
    {
        await using var host = await WithBars();

        Assert.Equal("A/5Min/OHLCV = Epoch:i8 1700000000 | Min:f4 2", host.Answer(new() { Destination = "A/5Min/OHLCV", Functions = ["min(Close)"] }));
    }

    [Fact]
    public async Task Ticks_are_ordered_by_their_nanoseconds()
    {
        await using var host = new QueryHost();
        await host.Write("T/1Min/TICK", Rows.Epoch(Start, Start, Start + 1), Rows.F4("Bid", 1, 2, 3), Rows.Nanoseconds(900_000_000, 100_000_000, 0));

        Assert.Equal(
            "T/1Min/TICK = Epoch:i8 1578303000 | Open:f4 2 | High:f4 3 | Low:f4 1 | Close:f4 3 | Bid_SUM:f8 6",
            host.Answer(new() { Destination = "T/1Min/TICK", Functions = ["tickcandler('1Min',Bid,Sum::Bid)"] }));
    }

    [Theory]
    [InlineData("nosuch(Open)", "no function in the UDA Registry named \"nosuch\"")]
    [InlineData("median(Close)", "no function in the UDA Registry named \"median\"")]
    [InlineData("min(Nope)", "unable to retrieve column named Nope")]
    [InlineData("candlecandler('5Min')", "Argument mapping error for candlecandler: have [], need [Open High Low Close]")]
    public async Task Calls_that_do_not_fit_fail_the_query(string call, string message)
    {
        await using var host = await WithBars();

        Assert.Equal(message, Assert.Throws<MarketStoreException>(() => host.Answer(new() { Destination = "A/1Min/OHLCV", Functions = [call] })).Message);
    }

    [Fact]
    public async Task A_column_that_the_filter_leaves_out_is_not_there_for_functions()
    {
        await using var host = await WithBars();

        Assert.Equal(
            "unable to retrieve column named High",
            Assert.Throws<MarketStoreException>(() => host.Answer(new() { Destination = "A/1Min/OHLCV", Columns = ["Low"], Functions = ["max(High)"] })).Message);
    }

    [Fact]
    public async Task Without_rows_candlers_fail_and_the_others_answer()
    {
        await using var host = await WithBars();
        var nothing = QueryHost.Seconds(Start + 10_000, Start + 20_000);

        Assert.Equal("A/1Min/OHLCV = Epoch:i8 1700000000 | Count:i8 0", host.Answer(new() { Destination = "A/1Min/OHLCV", Functions = ["count(*)"], Range = nothing }));
        Assert.Equal(
            "empty input to Accum",
            Assert.Throws<MarketStoreException>(() => host.Answer(new() { Destination = "A/1Min/OHLCV", Functions = ["candlecandler('5Min',Open,High,Low,Close)"], Range = nothing })).Message);
    }

    static async Task<QueryHost> WithBars()
    {
        var host = new QueryHost();
        await host.WriteBars("A/1Min/OHLCV", [Start, Start + 60, Start + 600, Start + 660], 1, 2, 3, 4);
        return host;
    }
}
