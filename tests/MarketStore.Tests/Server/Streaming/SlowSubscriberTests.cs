using System.Text.Json;
using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.WebSockets;
using MessagePack;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>What happens to a subscriber that reads too slowly or not at all, and that it happens to nobody else.</summary>
public sealed class SlowSubscriberTests
{
    const int RowTextLength = 3_000;

    static readonly StreamOptions Tight = new() { MaxQueuedBytes = 256 << 10, MaxQueuedFrames = 1_000 };

    readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_slow_subscriber_is_told_what_it_missed_where_it_missed_it()
    {
        await using var server = await StreamServer.StartAsync(Tight, responseBufferBytes: 64 << 10);
        using var slow = await RawSubscriber.ConnectAsync(server.Port, receiveBufferBytes: 4_096);
        await slow.SubscribeAsync("""{"streams":["*/*/*"]}""");
        var published = 0;
        while (await server.MetricAsync("stream_frames_dropped_total") < 50)
        {
            published++;
            server.Hub.Publish(Bars.Key(published % 2 == 0 ? "A" : "B"), Bars.Wide(published, RowTextLength), published);
        }

        // It reads again: rows until a gap, a notice for each bucket, then rows once more. How much the sockets take in decides how often.
        var (next, missed) = (1L, 0L);
        HashSet<string> buckets = [], bucketsOfGap = [];
        while (missed == 0 || next <= published)
        {
            using var message = JsonDocument.Parse(MessagePackSerializer.ConvertToJson((await slow.ReadFrameAsync()).Payload));
            if (message.RootElement.TryGetProperty("gap", out var gap))
            {
                Assert.False(message.RootElement.TryGetProperty("key", out _));
                var bucket = message.RootElement.GetProperty("bucket").GetString()!;
                Assert.True(bucketsOfGap.Add(bucket));
                buckets.Add(bucket);
                missed += gap.GetInt64();
                next += gap.GetInt64();
                continue;
            }

            bucketsOfGap.Clear();
            Assert.Equal(next++, message.RootElement.GetProperty("data").GetProperty("Epoch").GetInt64());
        }

        Assert.Equal(["A/1Min/PX", "B/1Min/PX"], buckets.Order());
        Assert.Equal(missed, await server.MetricAsync("stream_frames_dropped_total"));
        server.Hub.Publish(Bars.Key("A"), Bars.Wide(next, 1), next);
        Assert.Contains($"\"Epoch\":{next},", MessagePackSerializer.ConvertToJson((await slow.ReadFrameAsync()).Payload), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_that_wants_no_gaps_is_cut_with_1008()
    {
        await using var server = await StreamServer.StartAsync(Tight, responseBufferBytes: 64 << 10);
        using var slow = await RawSubscriber.ConnectAsync(server.Port, receiveBufferBytes: 4_096);
        await slow.SubscribeAsync("""{"streams":["*/*/*"],"slow":"cut"}""");
        for (var number = 1L; await server.MetricAsync("stream_subscribers_cut_total{reason=\"slow\"}") == 0; number++)
            server.Hub.Publish(Bars.Key("A"), Bars.Wide(number, RowTextLength), number);

        var next = 1L;
        var (opcode, payload) = await slow.ReadFrameAsync();
        for (; opcode == WebSocketOpcode.Binary; (opcode, payload) = await slow.ReadFrameAsync())
            Assert.Contains($"\"Epoch\":{next++},", MessagePackSerializer.ConvertToJson(payload), StringComparison.Ordinal);

        Assert.Equal(WebSocketOpcode.Close, opcode);
        Assert.Equal(1008, (payload[0] << 8) | payload[1]);
        await slow.SendRawAsync(RawSubscriber.CloseFrame(1008));
        Assert.True(await slow.IsAtEndAsync());
    }

    [Fact]
    public async Task A_stalled_subscriber_is_cut_and_nobody_else_notices()
    {
        await using var server = await StreamServer.StartAsync(Tight with { WriteTimeout = TimeSpan.FromSeconds(10) }, clock: _clock, responseBufferBytes: 64 << 10);
        using var stalled = await RawSubscriber.ConnectAsync(server.Port, receiveBufferBytes: 4_096);
        await stalled.SubscribeAsync("""{"streams":["*/*/*"]}""");
        using var healthy = await StreamClient.SubscribeAsync(server.Port, "*/*/*");
        var number = 1L;
        for (; await server.MetricAsync("stream_frames_dropped_total") == 0; number++)
        {
            server.Hub.Publish(Bars.Key("A"), Bars.Wide(number, RowTextLength), number);
            Assert.Contains($"\"Epoch\":{number},", await healthy.ReceiveAsync(), StringComparison.Ordinal);
        }

        _clock.Advance(TimeSpan.FromSeconds(11));

        while (await server.MetricAsync("ws_connections") > 1)
        {
            server.Hub.Publish(Bars.Key("A"), Bars.Wide(number, 1), number);
            Assert.Contains($"\"Epoch\":{number},", await healthy.ReceiveAsync(), StringComparison.Ordinal);
            number++;
        }

        Assert.Equal(1, await server.MetricAsync("stream_subscribers_cut_total{reason=\"stalled\"}"));
        Assert.Equal(0, await server.MetricAsync("stream_queued_bytes"));
    }

    [Fact]
    public async Task A_close_that_is_not_answered_ends_after_its_time()
    {
        await using var server = await StreamServer.StartAsync(clock: _clock);
        using var client = await RawSubscriber.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"]}""");
        server.Hub.Stop();
        Assert.Equal(1001, await client.ReadCloseAsync());

        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.True(await client.IsAtEndAsync());
    }

    [Fact]
    public async Task Requests_of_a_client_that_reads_no_answers_pile_up_at_the_client()
    {
        await using var server = await StreamServer.StartAsync(Tight with { MaxMessageBytes = 64 << 10 }, clock: _clock, responseBufferBytes: 64 << 10);
        using var client = await RawSubscriber.ConnectAsync(server.Port, receiveBufferBytes: 4_096);
        var request = RawSubscriber.Frame(WebSocketOpcode.Binary, MessagePackSerializer.ConvertFromJson($$"""{"streams":[],"pad":"{{new string('x', 60_000)}}"}"""));

        // Sockets hold some megabytes; a server that took all of these in would hold hundreds.
        var sending = SendAsync();
        var most = 0.0;
        while (!sending.IsCompleted)
        {
            most = Math.Max(most, await server.MetricAsync("stream_queued_bytes"));
            if (most > 100_000)
                break;
            await Task.Yield();
        }

        Assert.InRange(most, 0, 64 * 3 << 10);
        client.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => sending);

        async Task SendAsync()
        {
            while (true)
                await client.SendRawAsync(request);
        }
    }
}
