using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Tests.Core.Time;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

public class BatchTests
{
    [Fact]
    public async Task The_last_row_of_a_slot_wins_in_the_order_of_the_request()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(60, 119, 0, 61, 60), Rows.F4("P", 1, 2, 3, 4, 5));
        Assert.Equal("Epoch:i8 0 60 | P:f4 3 5", db.Read("A/1Min/B"));

        await db.WriteAsync("A/1Min/B", Rows.Epoch(119), Rows.F4("P", 6));
        await db.ReopenAsync();
        Assert.Equal("Epoch:i8 0 60 | P:f4 3 6", db.Read("A/1Min/B"));
    }

    [Fact]
    public async Task Rows_over_several_years_may_come_in_any_order()
    {
        await using var db = TestDatabase.Open();
        // The previous year again with the slot of the next one: the case that the reference puts into the wrong file.
        long[] times = [Zones.Seconds("2020-01-01"), Zones.Seconds("2021-01-02"), Zones.Seconds("2020-01-02"), Zones.Seconds("1999-12-31"), Zones.Seconds("2021-01-01"), Zones.Seconds("2020-01-02")];
        await db.WriteAsync("A/1D/B", Rows.Epoch(times), Rows.F4("P", 1, 2, 3, 4, 5, 6));
        await db.WriteAsync("T/1Min/T", Rows.Epoch(times), Rows.F4("P", 1, 2, 3, 4, 5, 6), Rows.Nanoseconds(new int[6]));

        foreach (var _ in (int[])[1, 2])
        {
            Assert.Equal("Epoch:i8 946598400 1577836800 1577923200 1609459200 1609545600 | P:f4 4 1 6 5 2", db.Read("A/1D/B"));
            Assert.Equal("Epoch:i8 946598400 1577836800 1577923200 1577923200 1609459200 1609545600 | P:f4 4 1 3 6 5 2", db.Read("T/1Min/T", columns: ["P"]).Replace(" | Nanoseconds:i4 0 0 0 0 0 0", "", StringComparison.Ordinal));
            await db.ReopenAsync();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(200_000)]
    public async Task A_batch_of_any_size_comes_back_whole_also_after_a_kill(int count)
    {
        await using var db = TestDatabase.Open(options => options with { WalSync = WalSync.None });
        var start = Zones.Seconds("2021-02-03");
        var times = Enumerable.Range(0, count).Select(row => start + row).ToArray();
        var values = times.Select(time => (double)time).ToArray();
        var shuffled = Enumerable.Range(0, count).ToArray();
        new Random(1).Shuffle(shuffled);

        await db.WriteAsync("A/1Sec/B", Rows.Epoch(times), Rows.F8("P", values));
        await db.WriteAsync("A/1Sec/T", Rows.Epoch([.. shuffled.Select(row => times[row])]), Rows.F8("P", [.. shuffled.Select(row => values[row])]), Rows.Nanoseconds(new int[count]));

        await using var copy = db.OpenCopy();
        foreach (var key in (string[])["A/1Sec/B", "A/1Sec/T"])
        {
            using var rows = copy.Database.Scan(TimeBucketKey.Parse(key), new(TimeRange.All));
            Assert.True(rows.Epochs.SequenceEqual(times), key);
            Assert.True(rows.Columns[1].Values<double>().SequenceEqual(values), key);
        }
    }

    [Fact]
    public async Task Slots_far_apart_and_close_together_are_all_written()
    {
        await using var db = TestDatabase.Open();
        var random = new Random(3);
        var slots = new SortedSet<long>();
        for (var position = 0L; position < 500_000; position += random.Next(4) == 0 ? random.Next(1, 40_000) : random.Next(1, 300))
            slots.Add(position);
        // Every other one first, so that the rest is laid between.
        await db.WriteAsync("A/1Min/B", Rows.Epoch([.. slots.Where((_, number) => number % 2 == 0).Select(slot => slot * 60)]), Rows.F8("P", [.. slots.Where((_, number) => number % 2 == 0).Select(slot => (double)slot)]));
        await db.WriteAsync("A/1Min/B", Rows.Epoch([.. slots.Where((_, number) => number % 2 == 1).Select(slot => slot * 60)]), Rows.F8("P", [.. slots.Where((_, number) => number % 2 == 1).Select(slot => (double)slot)]));
        await db.ReopenAsync();

        using var rows = db.Database.Scan(TimeBucketKey.Parse("A/1Min/B"), new(TimeRange.All));
        Assert.True(rows.Epochs.SequenceEqual([.. slots.Select(slot => slot * 60)]));
        Assert.True(rows.Columns[1].Values<double>().SequenceEqual([.. slots.Select(slot => (double)slot)]));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_not_found_and_a_negative_limit_refused()
    {
        await using var db = TestDatabase.Open();
        Assert.Equal("there is no bucket A/1Min/B", Assert.Throws<MarketStore.Storage.BucketNotFoundException>(() => db.Read("A/1Min/B")).Message);
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0), Rows.F8("P", 1));
        Assert.Throws<MarketStore.Core.Errors.MarketStoreException>(() => db.Read("A/1Min/B", limit: -1));
        Assert.Equal("Epoch:i8 | P:f8", db.Read("A/1Min/B", limit: 0));
        Assert.Equal("Epoch:i8", db.Read("A/1Min/B", limit: 0, columns: ["unknown"]));
    }

    [Fact]
    public async Task A_cancelled_read_ends()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0), Rows.F8("P", 1));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        Assert.Throws<OperationCanceledException>(() => db.Database.Scan(TimeBucketKey.Parse("A/1Min/B"), new(TimeRange.All), cancelled.Token));
        await Assert.ThrowsAsync<OperationCanceledException>(() => db.Database.WriteAsync([TestDatabase.Write("A/1Min/B", Rows.Epoch(60), Rows.F8("P", 1))], cancelled.Token));
        Assert.Equal("Epoch:i8 0 | P:f8 1", db.Read("A/1Min/B"));
    }
}
