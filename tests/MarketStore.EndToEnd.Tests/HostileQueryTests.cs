using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class HostileQueryTests(HostileServer server) : IClassFixture<HostileServer>
{
    [Theory]
    [InlineData("")]
    [InlineData("GOOD")]
    [InlineData("GOOD/1Min")]
    [InlineData("//")]
    [InlineData("/1Min/BARS")]
    [InlineData("GOOD//BARS")]
    [InlineData("GOOD/1Min/")]
    [InlineData("GOOD/*/BARS")]
    [InlineData("GOOD/1Fortnight/BARS")]
    [InlineData("GOOD/99999999999999999999Min/BARS")]
    [InlineData("../1Min/BARS")]
    [InlineData("GOOD/1Min/../../../etc")]
    [InlineData("GOOD/1Min/BARS:Symbol")]
    [InlineData("GOOD/1Min/BARS:a/b/c")]
    [InlineData("NOBODY/1Min/BARS")]
    public async Task A_destination_that_names_no_bucket_is_refused(string destination)
    {
        Assert.NotEmpty(Assert.IsType<string>(await QueryErrorAsync(destination)));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData(-1L)]
    [InlineData(long.MinValue)]
    public async Task A_negative_limit_is_refused(long limit)
    {
        Assert.NotNull(await QueryErrorAsync(HostileServer.GoodKey, ("limit_record_count", limit)));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData(200_000_000L)]
    [InlineData(long.MaxValue)]
    public async Task A_limit_beyond_all_rows_gives_all_rows(long limit)
    {
        Assert.Equal(10, await RowCountAsync(("limit_record_count", limit)));
        Assert.Equal(10, await RowCountAsync(("limit_record_count", limit), ("limit_from_start", true)));
    }

    [Theory]
    [InlineData(1_700_000_000L, 1_500_000_000L, 0)]
    [InlineData(long.MinValue, long.MaxValue, 10)]
    [InlineData(long.MaxValue, long.MinValue, 0)]
    [InlineData(0L, 1_099_511_627_776L, 10)]
    public async Task A_range_of_any_numbers_is_answered(long start, long end, int rowCount)
    {
        Assert.Equal(rowCount, await RowCountAsync(("epoch_start", start), ("epoch_end", end)));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public async Task Nanoseconds_that_overflow_their_seconds_are_answered(long nanoseconds)
    {
        await server.Rpc.CallAsync("DataService.Query", Requests.Of(Requests.Query(
            HostileServer.GoodKey, ("epoch_start", nanoseconds), ("epoch_start_nanos", nanoseconds), ("epoch_end", nanoseconds), ("epoch_end_nanos", nanoseconds))));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData("min(")]
    [InlineData("min(Px")]
    [InlineData("candlecandler('5Min)")]
    [InlineData("nosuch(Px)")]
    [InlineData("candlecandler('0Min',Px,Px,Px,Px)")]
    [InlineData("((((((((((")]
    public async Task A_function_call_that_makes_no_sense_is_refused(string call)
    {
        Assert.NotNull(await QueryErrorAsync(HostileServer.GoodKey, ("functions", new List<object?> { call })));
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task A_timeframe_that_the_schema_cannot_be_made_into_is_refused()
    {
        Assert.NotNull(await QueryErrorAsync("GOOD/5Min/BARS"));
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task Ten_thousand_symbols_that_do_not_exist_are_refused()
    {
        Assert.NotNull(await QueryErrorAsync(string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"S{number}")) + "/1Min/BARS"));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData("destination", 5L)]
    [InlineData("limit_record_count", "ten")]
    [InlineData("limit_record_count", 1.5)]
    [InlineData("epoch_start", true)]
    [InlineData("columns", "Px")]
    [InlineData("limit_from_start", 1L)]
    public async Task A_value_of_the_wrong_type_is_refused(string key, object value)
    {
        Assert.NotNull(await QueryErrorAsync(HostileServer.GoodKey, (key, value)));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData("DataService.NoSuchMethod")]
    [InlineData("Nope.Query")]
    [InlineData("Query")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task An_unknown_method_is_refused_by_name(string method)
    {
        Assert.Contains(method, await server.Rpc.ErrorAsync(method, Requests.Of()), StringComparison.Ordinal);
        await server.ShouldLiveAsync();
    }

    Task<string?> QueryErrorAsync(string destination, params (string Key, object? Value)[] settings) =>
        server.Rpc.ErrorAsync("DataService.Query", Requests.Of(Requests.Query(destination, settings)));

    async Task<int> RowCountAsync(params (string Key, object? Value)[] settings)
    {
        var result = await server.Rpc.ResultAsync("DataService.Query", Requests.Of(Requests.Query(HostileServer.GoodKey, settings)));
        return Dataset.ByKey(Plain.Map(Plain.List(result["responses"], "responses")[0], "a response")["result"]).Values.Single()[0].As<long>().Length;
    }
}
