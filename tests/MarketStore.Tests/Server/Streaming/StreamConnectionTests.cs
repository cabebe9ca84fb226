using System.Net.WebSockets;
using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.WebSockets;
using MessagePack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>How connections begin, live and end.</summary>
public sealed class StreamConnectionTests
{
    readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_ping_goes_out_after_54_seconds_and_who_answers_stays()
    {
        await using var server = await StreamServer.StartAsync(clock: _clock);
        using var client = await RawSubscriber.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"]}""");
        for (var round = 0; round < 5; round++)
        {
            _clock.Advance(TimeSpan.FromSeconds(54));
            Assert.Equal(WebSocketOpcode.Ping, (await client.ReadFrameAsync()).Opcode);
            await client.SendAsync(WebSocketOpcode.Pong, []);
            // A ping of our own: its answer says that the pong was read.
            await client.SendAsync(WebSocketOpcode.Ping, [1, 2, 3]);
            var (opcode, payload) = await client.ReadFrameAsync();
            Assert.Equal(WebSocketOpcode.Pong, opcode);
            Assert.Equal([1, 2, 3], payload);
        }
    }

    [Fact]
    public async Task Who_answers_no_ping_is_cut_after_60_seconds()
    {
        await using var server = await StreamServer.StartAsync(clock: _clock);
        using var client = await RawSubscriber.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"]}""");

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(WebSocketOpcode.Ping, (await client.ReadFrameAsync()).Opcode);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1008, await client.ReadCloseAsync());
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await client.IsAtEndAsync());
        Assert.Equal(1, await server.MetricAsync("stream_subscribers_cut_total{reason=\"silent\"}"));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task A_close_is_answered_with_its_code_and_the_connection_ends(int code)
    {
        await using var server = await StreamServer.StartAsync();
        using var client = await RawSubscriber.ConnectAsync(server.Port);

        await client.SendRawAsync(RawSubscriber.CloseFrame(code));

        Assert.Equal(code, await client.ReadCloseAsync());
        Assert.True(await client.IsAtEndAsync());
        Assert.Equal(0, await server.MetricAsync("ws_connections"));
    }

    [Fact]
    public async Task A_close_without_a_code_is_answered_without_one()
    {
        await using var server = await StreamServer.StartAsync();
        using var client = await RawSubscriber.ConnectAsync(server.Port);

        await client.SendAsync(WebSocketOpcode.Close, []);

        Assert.Equal(0, await client.ReadCloseAsync());
        Assert.True(await client.IsAtEndAsync());
    }

    [Theory]
    [InlineData("888100000000FF", 1002)] // half a code
    [InlineData("8882000000000000", 1002)] // codes that may not be sent
    [InlineData("88820000000003ED", 1002)]
    [InlineData("88830000000003E8FF", 1007)]
    [InlineData("818200000000C328", 1007)] // a text that is neither UTF-8 nor MessagePack
    [InlineData("8100", 1002)]
    [InlineData("82FF000000000100000000000000", 1009)]
    public async Task What_breaks_the_protocol_closes_the_connection_with_its_code(string frame, int code)
    {
        await using var server = await StreamServer.StartAsync();
        using var client = await RawSubscriber.ConnectAsync(server.Port);

        await client.SendRawAsync(Convert.FromHexString(frame));

        Assert.Equal(code, await client.ReadCloseAsync());
        Assert.True(await client.IsAtEndAsync());
    }

    [Fact]
    public async Task A_subscription_may_come_in_parts_with_pings_between_them()
    {
        await using var server = await StreamServer.StartAsync();
        using var client = await RawSubscriber.ConnectAsync(server.Port);
        var request = MessagePackSerializer.ConvertFromJson("""{"streams":["*/*/*"]}""");

        await client.SendAsync(WebSocketOpcode.Text, request[..5], isFinal: false);
        await client.SendAsync(WebSocketOpcode.Ping, [9]);
        await client.SendAsync(WebSocketOpcode.Continuation, request[5..]);

        Assert.Equal(WebSocketOpcode.Pong, (await client.ReadFrameAsync()).Opcode);
        var (opcode, payload) = await client.ReadFrameAsync();
        Assert.Equal(WebSocketOpcode.Binary, opcode);
        Assert.Equal(request, payload);
    }

    [Fact]
    public async Task A_flood_of_pings_needs_no_memory_and_the_last_one_is_answered()
    {
        await using var server = await StreamServer.StartAsync();
        using var client = await RawSubscriber.ConnectAsync(server.Port);
        for (var number = 0; number < 1_000; number++)
            await client.SendAsync(WebSocketOpcode.Ping, BitConverter.GetBytes(number));

        var last = -1;
        while (last != 999)
            last = BitConverter.ToInt32((await client.ReadFrameAsync()).Payload);
    }

    [Fact]
    public async Task One_subscriber_too_many_is_refused_and_may_come_when_another_left()
    {
        await using var server = await StreamServer.StartAsync(new StreamOptions { MaxConnections = 1 });
        using (var first = await StreamClient.SubscribeAsync(server.Port, "*/*/*"))
        {
            var refusal = await Assert.ThrowsAsync<WebSocketException>(() => StreamClient.ConnectAsync(server.Port));
            Assert.Contains("503", refusal.Message, StringComparison.Ordinal);
            await first.CloseAsync(WebSocketCloseStatus.NormalClosure);
        }

        var answer = "";
        do
        {
            using var next = await RawSubscriber.OpenAsync(server.Port);
            answer = await next.AskAsync("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        }
        while (answer.StartsWith("HTTP/1.1 503", StringComparison.Ordinal));

        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n", "400")]
    [InlineData("POST /ws HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "400")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", "426")]
    [InlineData("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n", "400")]
    [InlineData("GET /WS HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", "404")]
    public async Task A_request_that_is_no_handshake_is_answered_by_http(string request, string code)
    {
        await using var server = await StreamServer.StartAsync();
        using var client = await RawSubscriber.OpenAsync(server.Port);

        Assert.StartsWith($"HTTP/1.1 {code} ", await client.AskAsync(request), StringComparison.Ordinal);
        Assert.Equal(0, await server.MetricAsync("ws_connections"));
    }

    [Fact]
    public async Task A_stop_sends_what_waits_and_closes_with_1001()
    {
        await using var server = await StreamServer.StartAsync();
        using var client = await StreamClient.SubscribeAsync(server.Port, "*/*/*");
        server.Hub.Publish(Bars.Key("A"), Bars.Numbers(1), 1);

        var stop = server.StopAsync();

        Assert.Equal(Bars.Message("A/1Min/PX", 1), await client.ReceiveAsync());
        Assert.Equal("closed 1001", await client.ReceiveAsync());
        await client.CloseAsync(WebSocketCloseStatus.EndpointUnavailable);
        await stop;
    }

    [Fact]
    public async Task A_subscriber_that_vanishes_is_forgotten()
    {
        await using var server = await StreamServer.StartAsync();
        using (var client = await RawSubscriber.ConnectAsync(server.Port))
            await client.SubscribeAsync("""{"streams":["*/*/*"]}""");
        using var other = await StreamClient.SubscribeAsync(server.Port, "*/*/*");

        for (var number = 1; await server.MetricAsync("ws_connections") > 1; number++)
        {
            server.Hub.Publish(Bars.Key("A"), Bars.Numbers(number), number);
            Assert.Equal(Bars.Message("A/1Min/PX", number), await other.ReceiveAsync());
        }
    }
}
