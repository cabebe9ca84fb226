using System.Text.Json;
using MarketStore.Core.Keys;
using MarketStore.Server.Streaming;
using MessagePack;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

public sealed class ManySubscribersTests
{
    const int Subscribers = 60;
    const int Stalled = 10;
    const int Groups = 10;
    const int Symbols = 50;
    const int RowsOfSymbol = 400;

    static readonly StreamOptions Options = new() { MaxQueuedBytes = 1 << 20 };

    [Fact]
    public async Task Everyone_who_reads_gets_every_row_in_order_while_others_do_not_read()
    {
        await using var server = await StreamServer.StartAsync(Options);
        var stalled = await Task.WhenAll(Enumerable.Range(0, Stalled).Select(async number =>
        {
            var subscriber = await RawSubscriber.ConnectAsync(server.Port, receiveBufferBytes: 4_096);
            await subscriber.SubscribeAsync($$"""{"streams":["G{{number % Groups}}-*/1Min/PX"]}""");
            return subscriber;
        }));
        var healthy = await Task.WhenAll(Enumerable.Range(0, Subscribers - Stalled).Select(number => StreamClient.SubscribeAsync(server.Port, $"G{number % Groups}-*/1Min/PX")));
        var readers = healthy.Select((client, number) => Task.Run(() => ReadAsync(client, number % Groups))).ToArray();

        var keys = Enumerable.Range(0, Symbols).Select(symbol => Bars.Key($"G{symbol % Groups}-{symbol}")).ToArray();
        var sequence = 0L;
        for (var row = 1; row <= RowsOfSymbol; row++)
        {
            foreach (var key in keys)
                server.Hub.Publish(key, Bars.Numbers(row), ++sequence);
        }

        await Task.WhenAll(readers);
        Assert.InRange(await server.MetricAsync("stream_queued_bytes"), 0, Stalled * Options.MaxQueuedBytes);
        foreach (var client in healthy)
            client.Dispose();
        foreach (var subscriber in stalled)
            subscriber.Dispose();
    }

    static async Task ReadAsync(StreamClient client, int group)
    {
        var next = Enumerable.Range(0, Symbols).Where(symbol => symbol % Groups == group).ToDictionary(symbol => $"G{group}-{symbol}/1Min/PX", _ => 1L);
        for (var count = next.Count * RowsOfSymbol; count > 0; count--)
        {
            using var message = JsonDocument.Parse(await client.ReceiveAsync());
            var key = message.RootElement.GetProperty("key").GetString()!;
            Assert.Equal(next[key]++, message.RootElement.GetProperty("data").GetProperty("N").GetInt64());
        }
    }
}
