using MarketStore.Server.Configuration;
using MarketStore.Server.Hosting;
using MarketStore.TestKit.Files;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

public sealed class StreamWiringTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_server_without_a_trigger_takes_subscriptions_and_tells_them_when_it_stops()
    {
        var configuration = new ServerConfiguration { RootDirectory = _directory.Combine("data"), ListenHost = "127.0.0.1", ListenPort = 0, GrpcListenPort = null };
        await using var server = await MarketStoreServer.StartAsync(configuration, NullLoggerFactory.Instance, TimeProvider.System);
        using var client = await StreamClient.SubscribeAsync(server.Address.Port, "*/1Min/OHLCV");
        using var http = new HttpClient();
        Assert.Contains("\nalpaca_marketstore_ws_connections 1\n", await http.GetStringAsync(new Uri($"http://{server.Address}/metrics")), StringComparison.Ordinal);

        var stop = server.StopAsync();

        Assert.Equal("closed 1001", await client.ReceiveAsync());
        await client.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.EndpointUnavailable);
        await stop;
    }
}
