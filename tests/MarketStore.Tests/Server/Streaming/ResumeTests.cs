using System.Text.Json;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Server.Streaming;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>Subscriptions that begin in the past: nothing is missing and nothing comes twice, whatever is written meanwhile.</summary>
public sealed class ResumeTests
{
    const string Live = """{"live":true}""";

    readonly MemoryRows _stored = new();

    [Fact]
    public async Task Stored_rows_come_first_and_live_ones_follow_a_marker()
    {
        await using var server = await StreamServer.StartAsync(stored: _stored);
        Write(server, "A", 1, 4);
        Write(server, "A", 5, 4);
        Write(server, "OTHER", 1, 4);
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["A/*/*"],"from":3}""");

        for (var number = 3; number <= 8; number++)
            Assert.Equal(Bars.Message("A/1Min/PX", number), await client.ReceiveAsync());
        Assert.Equal(Live, await client.ReceiveAsync());
        Write(server, "A", 9);
        Write(server, "ALSO", 1);
        Write(server, "A", 10);
        Assert.Equal(Bars.Message("A/1Min/PX", 9), await client.ReceiveAsync());
        Assert.Equal(Bars.Message("A/1Min/PX", 10), await client.ReceiveAsync());
    }

    [Fact]
    public async Task Without_anything_stored_the_marker_comes_at_once_and_buckets_come_live_when_they_appear()
    {
        await using var server = await StreamServer.StartAsync(stored: _stored);
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SendTextAsync("""{"streams":["*/*/*"],"from":0}""");
        await client.ReceiveAsync();
        Assert.Equal(Live, await client.ReceiveAsync());

        Write(server, "A", 1, 2);

        Assert.Equal(Bars.Message("A/1Min/PX", 1), await client.ReceiveAsync());
        Assert.Equal(Bars.Message("A/1Min/PX", 2), await client.ReceiveAsync());
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(7)]
    public async Task What_is_written_while_stored_rows_are_read_comes_after_them(int partRows)
    {
        _stored.PartRows = partRows;
        await using var server = await StreamServer.StartAsync(stored: _stored);
        Write(server, "A", 1, 100);
        Write(server, "B", 1, 100);
        // Both buckets are written to while each of them is read: one is read already, one is not.
        var next = 101;
        _stored.SnapshotTaken = _ =>
        {
            for (var batch = 0; next <= 140 && batch < 20; batch++, next++)
            {
                Write(server, "A", next);
                Write(server, "B", next);
            }
        };
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"],"from":1}""");

        await AssertEachOnceAsync(client, new() { ["A/1Min/PX"] = 140, ["B/1Min/PX"] = 140 });
    }

    [Fact]
    public async Task A_batch_that_is_published_after_it_was_read_comes_once()
    {
        await using var server = await StreamServer.StartAsync(stored: _stored);
        var late = _stored.Store(Bars.Key("A"), Bars.Numbers(1, 3));
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"],"from":0}""");
        await AssertEachOnceAsync(client, new() { ["A/1Min/PX"] = 3 });

        server.Hub.Publish(Bars.Key("A"), Bars.Numbers(1, 3), late);
        Write(server, "A", 4);

        Assert.Equal(Bars.Message("A/1Min/PX", 4), await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_bucket_that_appears_while_stored_rows_are_read_comes_whole()
    {
        await using var server = await StreamServer.StartAsync(stored: _stored);
        Write(server, "A", 1, 3);
        _stored.Listing = () => Write(server, "EARLY", 1, 2);
        _stored.SnapshotTaken = key =>
        {
            if (key == Bars.Key("A"))
                Write(server, "LATE", 1, 2);
        };
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"],"from":0}""");

        await AssertEachOnceAsync(client, new() { ["A/1Min/PX"] = 3, ["EARLY/1Min/PX"] = 2, ["LATE/1Min/PX"] = 2 });
    }

    [Fact]
    public async Task Live_rows_that_are_too_many_to_wait_are_read_instead_and_none_is_missing_or_double()
    {
        await using var server = await StreamServer.StartAsync(new StreamOptions { MaxQueuedFrames = 200 }, _stored);
        Write(server, "A", 1, 500);
        Write(server, "B", 1, 500);
        var (nextOfA, nextOfB, rounds) = (501, 501, 0);
        _stored.SnapshotTaken = _ =>
        {
            // Far more than the queue holds, a few times over.
            for (var batch = 0; rounds < 6 && batch < 150; batch++)
            {
                Write(server, "A", nextOfA++);
                Write(server, "B", nextOfB++);
            }

            rounds++;
        };
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"],"from":1}""");

        await AssertEachOnceAsync(client, new() { ["A/1Min/PX"] = 500 + (6 * 150), ["B/1Min/PX"] = 500 + (6 * 150) });
        Assert.InRange(_stored.ReadCount, 3, 100);
        Assert.Equal(0, await server.MetricAsync("stream_frames_dropped_total"));
    }

    [Fact]
    public async Task Ticks_of_one_moment_come_once_each_when_reading_begins_again_among_them()
    {
        await using var server = await StreamServer.StartAsync(new StreamOptions { MaxQueuedFrames = 100 }, _stored);
        var key = Bars.Key("T");
        Write(server, key, Bars.Ticks(7, [.. Enumerable.Range(0, 30), 30, 30]));
        var isFirst = true;
        _stored.SnapshotTaken = _ =>
        {
            if (!isFirst)
                return;
            isFirst = false;
            Write(server, key, Bars.Ticks(7, [30, .. Enumerable.Range(31, 99)]));
        };
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"],"from":7}""");

        List<int> received = [];
        for (var message = await client.ReceiveAsync(); message != Live; message = await client.ReceiveAsync())
            received.Add(JsonDocument.Parse(message).RootElement.GetProperty("data").GetProperty("Nanoseconds").GetInt32());
        Assert.Equal([.. Enumerable.Range(0, 30), 30, 30, 30, .. Enumerable.Range(31, 99)], received);
    }

    [Fact]
    public async Task Rows_that_are_written_over_while_they_cannot_wait_come_again_as_they_are_now()
    {
        await using var server = await StreamServer.StartAsync(new StreamOptions { MaxQueuedFrames = 20 }, _stored);
        var key = Bars.Key("A");
        Write(server, "A", 1, 5);
        Write(server, "Z", 1);
        // When the second bucket is read, the first one has been sent.
        _stored.SnapshotTaken = bucket =>
        {
            if (bucket == key)
                return;
            _stored.SnapshotTaken = null;
            Write(server, "A", 4);
            Write(server, "Z", 2, 30);
        };
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"],"from":1}""");

        List<int> received = [];
        for (var message = await client.ReceiveAsync(); message != Live; message = await client.ReceiveAsync())
        {
            using var json = JsonDocument.Parse(message);
            if (json.RootElement.GetProperty("key").GetString() == "A/1Min/PX")
                received.Add(json.RootElement.GetProperty("data").GetProperty("N").GetInt32());
        }

        Assert.Equal([1, 2, 3, 4, 5], received[..5]);
        Assert.Contains(4, received[5..]);
    }

    [Fact]
    public async Task A_subscriber_that_takes_its_time_still_gets_every_stored_row()
    {
        await using var server = await StreamServer.StartAsync(new StreamOptions { MaxQueuedBytes = 64 << 10, MaxStoredReads = 1 }, _stored, responseBufferBytes: 16 << 10);
        for (var number = 1; number <= 2_000; number++)
            _stored.Store(Bars.Key("A"), Bars.Wide(number, 500));
        using var slow = await RawSubscriber.ConnectAsync(server.Port, receiveBufferBytes: 4_096);
        await slow.SubscribeAsync("""{"streams":["*/*/*"],"from":1}""");

        // While it does not read, another one is served all: the only turn is given back.
        using (var other = await StreamClient.ConnectAsync(server.Port))
        {
            await other.SubscribeAsync("""{"streams":["*/*/*"],"from":2000}""");
            Assert.Contains("\"Epoch\":2000,", await other.ReceiveAsync(), StringComparison.Ordinal);
            Assert.Equal(Live, await other.ReceiveAsync());
        }

        for (var number = 1; number <= 2_000; number++)
            Assert.Contains($"\"Epoch\":{number},", MessagePack.MessagePackSerializer.ConvertToJson((await slow.ReadFrameAsync()).Payload), StringComparison.Ordinal);
        Assert.Equal(Live, MessagePack.MessagePackSerializer.ConvertToJson((await slow.ReadFrameAsync()).Payload));
    }

    [Fact]
    public async Task A_new_subscription_ends_the_reading_of_the_old_one()
    {
        await using var server = await StreamServer.StartAsync(stored: _stored);
        Write(server, "A", 1, 3);
        Write(server, "B", 1, 3);
        using var client = await StreamClient.ConnectAsync(server.Port);
        using var taken = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        _stored.SnapshotTaken = key =>
        {
            if (key != Bars.Key("A"))
                return;
            taken.Release();
            goOn.Wait(TimeSpan.FromSeconds(60));
        };
        await client.SubscribeAsync("""{"streams":["A/*/*"],"from":1}""");
        await taken.WaitAsync();

        await client.SubscribeAsync("""{"streams":["B/*/*"],"from":2}""");
        goOn.Release();

        await AssertEachOnceAsync(client, new() { ["B/1Min/PX"] = 3 }, first: 2);
    }

    [Fact]
    public async Task Stored_rows_that_cannot_be_read_close_the_connection_with_1011()
    {
        await using var server = await StreamServer.StartAsync(stored: _stored);
        Write(server, "A", 1);
        _stored.SnapshotTaken = _ => throw new InvalidDataException("damaged");
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync("""{"streams":["*/*/*"],"from":1}""");

        Assert.Equal("closed 1011", await client.ReceiveAsync());
    }

    [Fact]
    public async Task Writers_and_readers_at_full_speed_lose_nothing()
    {
        await using var server = await StreamServer.StartAsync(new StreamOptions { MaxQueuedFrames = 2_000 }, _stored);
        using var goOn = new SemaphoreSlim(0);
        var writer = Task.Run(() =>
        {
            for (var number = 1; number <= 20_000; number++)
            {
                Write(server, number % 2 == 0 ? "A" : "B", (number + 1) / 2);
                // The subscribers come in the middle of it.
                if (number == 5_000)
                    goOn.Release(4);
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await goOn.WaitAsync();
            using var client = await StreamClient.ConnectAsync(server.Port);
            await client.SubscribeAsync("""{"streams":["*/*/*"],"from":1}""");
            var next = new Dictionary<string, long> { ["A/1Min/PX"] = 1, ["B/1Min/PX"] = 1 };
            var lives = 0;
            while (next.Values.Any(number => number <= 10_000) || lives == 0)
            {
                var text = await client.ReceiveAsync();
                using var message = JsonDocument.Parse(text);
                if (text == Live)
                    lives++;
                else if (lives > 0 && message.RootElement.TryGetProperty("gap", out var gap))
                    next[message.RootElement.GetProperty("bucket").GetString()!] += gap.GetInt64();
                else
                    Assert.Equal(next[message.RootElement.GetProperty("key").GetString()!]++, message.RootElement.GetProperty("data").GetProperty("N").GetInt64());
            }

            Assert.Equal(1, lives);
        }));
        await writer;
    }

    void Write(StreamServer server, string symbol, long first, int count = 1) => Write(server, Bars.Key(symbol), Bars.Numbers(first, count));

    // As a write does: stored first, published then, in one order for all.
    void Write(StreamServer server, TimeBucketKey key, ColumnSeries rows) => server.Hub.Publish(key, rows, _stored.Store(key, rows));

    /// <summary>Reads the numbers up to the last of each bucket, in order and without one missing, and the marker.</summary>
    static async Task AssertEachOnceAsync(StreamClient client, Dictionary<string, long> last, long first = 1)
    {
        var next = last.Keys.ToDictionary(key => key, _ => first);
        var isLive = false;
        while (!isLive || next.Any(bucket => bucket.Value <= last[bucket.Key]))
        {
            var text = await client.ReceiveAsync();
            if (text == Live)
            {
                Assert.False(isLive);
                isLive = true;
                continue;
            }

            using var message = JsonDocument.Parse(text);
            Assert.Equal(next[message.RootElement.GetProperty("key").GetString()!]++, message.RootElement.GetProperty("data").GetProperty("N").GetInt64());
        }
    }
}
