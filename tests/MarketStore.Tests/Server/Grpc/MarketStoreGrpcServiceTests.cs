using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit;
using Wire = MarketStore.Protocol.Grpc;

namespace MarketStore.Tests.Server.Grpc;

public sealed class MarketStoreGrpcServiceTests : IAsyncLifetime
{
    TestServer? _server;
    GrpcChannel? _channel;

    Wire.Marketstore.MarketstoreClient Client => new(_channel!);

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(protocols: HttpProtocols.Http2);
        _channel = GrpcChannel.ForAddress(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel!.Dispose();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task The_version_is_told() => Assert.Equal("dev", (await Client.ServerVersionAsync(new())).Version);

    [Theory]
    [InlineData("", 0)]
    [InlineData("A/1Min", 0)]
    [InlineData("A/1Min/P", -1)]
    public async Task A_query_that_makes_no_sense_is_the_status_unknown(string destination, int limit)
    {
        var request = new Wire.MultiQueryRequest { Requests = { new Wire.QueryRequest { Destination = destination, LimitRecordCount = limit } } };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.QueryAsync(request));

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.Matches("^(destinations must have|limit_record_count must not be negative)", error.Status.Detail);
    }

    [Fact]
    public async Task A_write_that_makes_no_sense_is_an_error_text()
    {
        var answer = await Client.WriteAsync(new()
        {
            Requests =
            {
                new Wire.WriteRequest(),
                new Wire.WriteRequest { Data = new() { Data = new() { ColumnNames = { "Epoch" } } } },
            },
        });

        Assert.Equal(["the write request has no dataset", "the dataset has 1 column names, 0 types and 0 columns"], answer.Responses.Select(response => response.Error));
        Assert.All(answer.Responses, response => Assert.Equal("dev", response.Version));
    }

    [Fact]
    public async Task A_create_that_makes_no_sense_is_an_error_text_and_the_next_one_is_looked_at()
    {
        var shape = new Wire.DataShape { Name = "Px", Type = "FLOAT32" };
        var answer = await Client.CreateAsync(new()
        {
            Requests =
            {
                new Wire.CreateRequest { Key = "A/1Min/P", RowType = "fixed", DataShapes = { new Wire.DataShape { Name = "Px", Type = "zz" } } },
                new Wire.CreateRequest { Key = "A/1Min/P", DataShapes = { shape } },
                new Wire.CreateRequest { Key = "A/7Parsec/P", RowType = "fixed", DataShapes = { shape } },
                new Wire.CreateRequest { RowType = "fixed", DataShapes = { shape } },
            },
        });

        Assert.Equal(
            [
                "not supported data type: zz",
                "record type \"\" must be one of fixed or variable",
                "error: Unable to get timeframe from key A/7Parsec/P",
                "key \"\" is not in proper format, should be like: TSLA/1Min/OHLCV:Symbol/TimeFrame/AttributeGroup",
            ],
            answer.Responses.Select(response => response.Error));
    }

    [Fact]
    public async Task A_key_that_would_remove_everything_is_refused()
    {
        var answer = await Client.DestroyAsync(new() { Requests = { new Wire.KeyRequest(), new Wire.KeyRequest { Key = ".." }, new Wire.KeyRequest { Key = "A/B/C/D" } } });

        Assert.All(answer.Responses, response => Assert.StartsWith("removal of catalog entry failed: key ", response.Error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_defect_of_ours_is_the_status_internal_without_details()
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await Client.ListSymbolsAsync(new()));

        Assert.Equal((StatusCode.Internal, "internal error"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task The_service_describes_itself()
    {
        using var call = new ServerReflection.ServerReflectionClient(_channel!).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(new() { ListServices = "" });
        Assert.True(await call.ResponseStream.MoveNext(default));

        Assert.Contains("proto.Marketstore", call.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
    }
}
