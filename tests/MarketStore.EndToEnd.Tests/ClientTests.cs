using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class ClientTests
{
    static readonly DataShape[] TickColumns = [new("Px", ElementType.Float64), new("Size", ElementType.UInt32)];

    [Fact]
    public async Task The_client_library_creates_writes_reads_lists_describes_and_destroys()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(new(directory.Combine("data")));
        using var client = new MarketStoreClient(new Uri($"http://127.0.0.1:{server.RpcPort}"));

        await client.CreateAsync("A/1Sec/TICK", RecordType.Variable, TickColumns);
        await client.WriteAsync([new("A/1Sec/TICK", Ticks(1, 2)), new("B/1Sec/TICK", Ticks(3))], RecordType.Variable);

        var read = await client.QueryAsync(new Protocol.Messages.QueryRequest { Destination = "A,B/1Sec/TICK" });
        Assert.Equal(["A/1Sec/TICK:Symbol/Timeframe/AttributeGroup", "B/1Sec/TICK:Symbol/Timeframe/AttributeGroup"], read.Select(bucket => bucket.Key).Order(StringComparer.Ordinal));
        Assert.Equal([1.0, 2.0], read.Single(bucket => bucket.Key[0] == 'A').Rows.Columns[1].Values<double>().ToArray());
        Assert.Equal(["A", "B"], (await client.ListSymbolsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(["A/1Sec/TICK", "B/1Sec/TICK"], (await client.ListBucketsAsync()).Order(StringComparer.Ordinal));
        var description = await client.GetInfoAsync("A/1Sec/TICK");
        Assert.Equal((RecordType.Variable, 1_000_000_000), (description.RecordType, description.TimeframeNanoseconds));
        Assert.Equal([new("Epoch", ElementType.Int64), .. TickColumns], description.Columns);
        Assert.NotEmpty(await client.GetServerVersionAsync());

        await client.DestroyAsync("A/1Sec/TICK");
        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => client.QueryAsync(new Protocol.Messages.QueryRequest { Destination = "A/1Sec/TICK" }));
        Assert.Equal(ErrorKind.NotFound, exception.Kind);
        await server.StopAsync();
    }

    static ColumnSeries Ticks(params double[] prices) => new(
        [
            Column.Of<long>("Epoch", ElementType.Int64, Enumerable.Repeat(1_600_000_000L, prices.Length).ToArray()),
            Column.Of<double>("Px", ElementType.Float64, prices),
            Column.Of<uint>("Size", ElementType.UInt32, new uint[prices.Length]),
            Column.Of<int>("Nanoseconds", ElementType.Int32, Enumerable.Range(1, prices.Length).ToArray()),
        ],
        prices.Length);
}
