using Google.Protobuf;
using Grpc.Core;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.Protocol.Grpc;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class HostileGrpcTests(HostileServer server) : IClassFixture<HostileServer>
{
    Marketstore.MarketstoreClient Client => server.Grpc.Client;

    [Theory]
    [InlineData("", "fixed", "f4")]
    [InlineData("NEW/1Fortnight/BARS", "fixed", "f4")]
    [InlineData("NEW/1Min", "fixed", "f4")]
    [InlineData("../1Min/BARS", "fixed", "f4")]
    [InlineData("NEW/1Min/BARS", "fixed", "zz")]
    [InlineData("NEW/1Min/BARS", "sometimes", "f4")]
    public async Task A_bucket_that_makes_no_sense_is_not_created(string key, string rowType, string type)
    {
        var request = new CreateRequest { Key = key, RowType = rowType, DataShapes = { new DataShape { Name = "Px", Type = type } } };

        var answer = await Client.CreateAsync(new() { Requests = { request } });

        Assert.NotEmpty(Assert.Single(answer.Responses).Error);
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task A_write_without_data_is_refused()
    {
        var answer = await Client.WriteAsync(new() { Requests = { new WriteRequest(), new WriteRequest { Data = new() { StartIndex = { ["NEW/1Min/BARS"] = 0 }, Lengths = { ["NEW/1Min/BARS"] = 1 } } } } });
        Assert.Equal(2, answer.Responses.Count);
        Assert.All(answer.Responses, response => Assert.NotEmpty(response.Error));
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(100, 1)]
    [InlineData(-1, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    public async Task Rows_outside_of_the_data_are_refused(int start, int length)
    {
        var dataset = new NumpyMultiDataset
        {
            Data = new() { ColumnNames = { "Epoch", "Px" }, ColumnTypes = { "i8", "f4" }, ColumnData = { ByteString.CopyFrom(new byte[8]), ByteString.CopyFrom(new byte[4]) }, Length = 1 },
            StartIndex = { ["NEW/1Min/BARS"] = start },
            Lengths = { ["NEW/1Min/BARS"] = length },
        };

        var answer = await Client.WriteAsync(new() { Requests = { new WriteRequest { Data = dataset } } });

        Assert.NotEmpty(Assert.Single(answer.Responses).Error);
        await server.ShouldLiveAsync();
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("GOOD/1Min", 0)]
    [InlineData("GOOD/1Min/BARS", -1)]
    [InlineData("NOBODY/1Min/BARS", 0)]
    [InlineData("GOOD/5Min/BARS", 0)]
    public async Task A_query_that_makes_no_sense_ends_with_a_status_that_says_why(string destination, int limit)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () =>
            await Client.QueryAsync(new() { Requests = { new QueryRequest { Destination = destination, LimitRecordCount = limit } } }));

        Assert.Equal(StatusCode.Unknown, exception.StatusCode);
        Assert.DoesNotContain("Exception was thrown by handler", exception.Status.Detail, StringComparison.Ordinal);
        await server.ShouldLiveAsync();
    }

    [Fact]
    public async Task Coarser_bars_of_a_range_without_rows_are_an_empty_answer()
    {
        var dataset = Requests.Dataset(["EMPTY/1Min/OHLC"], [TypedColumn.Of("Epoch", 1_600_000_020L), .. ((string[])["Open", "High", "Low", "Close"]).Select(name => TypedColumn.Of(name, 1f))]);
        Assert.Null(await server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(dataset))));

        var reply = await ((IScenarioWire)server.Grpc).CallAsync("DataService.Query", Requests.Of(Requests.Query("EMPTY/5Min/OHLC", ("epoch_start", 1L), ("epoch_end", 2L))));

        Assert.NotNull(reply);
        await server.ShouldLiveAsync();
    }
}
