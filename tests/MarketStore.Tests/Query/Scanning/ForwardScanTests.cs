using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Query.Scanning;
using MarketStore.Storage;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Query.Scanning;

public class ForwardScanTests
{
    const long Start = 1_577_923_200;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Every_tick_comes_once_whatever_the_chunk_even_where_many_share_a_time(int chunkRows)
    {
        await using var host = new QueryHost();
        long[] epochs = [Start, Start, Start, Start, Start, Start + 1, Start + 1, Start + 5];
        await host.Write("T/1Sec/TICK", Rows.Epoch(epochs), Rows.F4("P", 0, 1, 2, 3, 4, 5, 6, 7), Rows.Nanoseconds(5, 5, 5, 5, 6, 0, 0, 0));

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], Prices(host, "T/1Sec/TICK", chunkRows, TimeRange.All));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_bar_comes_once_from_the_slot_that_holds_the_start_on(int chunkRows)
    {
        await using var host = new QueryHost();
        await host.Write("A/1D/P", Rows.Epoch([.. Enumerable.Range(0, 5).Select(day => Start + (day * 86_400L))]), Rows.F4("P", 0, 1, 2, 3, 4));

        Assert.Equal([1, 2, 3], Prices(host, "A/1D/P", chunkRows, QueryHost.Seconds(Start + 100_000, Start + (3 * 86_400) + 7)));
    }

    [Fact]
    public async Task A_slot_of_many_ticks_is_read_once_however_small_the_pieces()
    {
        await using var host = new QueryHost();
        var epochs = Enumerable.Range(0, 6_000).Select(tick => Start + (tick / 2_000 * 86_400L) + (tick % 2_000)).ToArray();
        await host.Write("T/1D/TICK", Rows.Epoch(epochs), Rows.F4("P", [.. Enumerable.Range(0, 6_000).Select(tick => (float)tick)]), Rows.Nanoseconds([.. Enumerable.Repeat(500_000_000, 6_000)]));
        var counter = new ScanCounter();

        var prices = Prices(host, "T/1D/TICK", 100, QueryHost.Seconds(Start + 10, Start + (2 * 86_400) + 1_989), counter);

        Assert.Equal(Enumerable.Range(10, 5_979).Select(tick => (float)tick), prices);
        Assert.Equal(3, counter.SlotsRead);
    }

    [Fact]
    public async Task A_scan_that_is_left_early_ends_what_it_read_ahead()
    {
        await using var host = new QueryHost();
        await host.Write("A/1Min/P", Rows.Epoch([.. Enumerable.Range(0, 5_000).Select(minute => Start + (minute * 60L))]), Rows.F4("P", new float[5_000]));
        Assert.True(host.Database.TryGetBucket(TimeBucketKey.Parse("A/1Min/P"), out var bucket));
        using var stop = new CancellationTokenSource();

        var scan = new ForwardScan(host.Database, bucket, TimeRange.All, columns: null, chunkRows: 100);
        scan.Next(stop.Token)!.Dispose();
        stop.Cancel();
        scan.Dispose();

        // A scan under way would hold the bucket back from here on.
        await host.Database.DestroyAsync("A/1Min/P");
        Assert.False(host.Database.TryGetBucket(TimeBucketKey.Parse("A/1Min/P"), out _));
    }

    static List<float> Prices(QueryHost host, string key, int chunkRows, TimeRange range, ScanCounter? counter = null)
    {
        Assert.True(host.Database.TryGetBucket(TimeBucketKey.Parse(key), out var bucket));
        using var scan = new ForwardScan(host.Database, bucket, range, columns: null, chunkRows, counter);
        var prices = new List<float>();
        while (scan.Next(CancellationToken.None) is { } rows)
        {
            using (rows)
                prices.AddRange(rows.Columns[1].Values<float>());
        }

        return prices;
    }
}
