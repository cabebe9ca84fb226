using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using Xunit;

namespace MarketStore.Tests.Storage.Checkpoints;

public sealed class CarryTests
{
    const string Key = "A/1D/TICK";
    const long Day = 1_600_041_600;

    [Fact]
    public async Task A_few_ticks_for_a_large_block_stay_in_memory_and_in_the_log_over_a_checkpoint()
    {
        await using var db = TestDatabase.Open();
        var expected = await WithLargeBlockAsync(db);
        var length = new FileInfo(db.PathOf("A", "1D", "TICK", "2020.bin")).Length;

        for (var checkpoint = 0; checkpoint < 3; checkpoint++)
        {
            expected.AddRange(await WriteAsync(db, 20_000 + checkpoint, 1));
            await db.Database.CheckpointAsync();
        }

        Assert.Equal(length, new FileInfo(db.PathOf("A", "1D", "TICK", "2020.bin")).Length);
        Assert.Equal(expected, Prices(db.Database));
        Assert.Single(db.LogSegments);
        await using (var copy = db.OpenCopy())
            Assert.Equal(expected, Prices(copy.Database));

        await db.ReopenAsync();
        Assert.Equal(expected, Prices(db.Database));
        Assert.Equal(0, db.Database.Status.HotRowBytes);
    }

    [Fact]
    public async Task Ticks_are_written_into_their_block_once_they_are_an_eighth_of_it()
    {
        await using var db = TestDatabase.Open();
        var expected = await WithLargeBlockAsync(db);

        expected.AddRange(await WriteAsync(db, 20_000, 4_000));
        await db.Database.CheckpointAsync();

        Assert.Equal(0, db.Database.Status.HotRowBytes);
        Assert.Equal(expected, Prices(db.Database));
    }

    [Fact]
    public async Task Equal_ticks_stay_in_the_order_of_their_arrival_also_when_some_were_carried()
    {
        await using var db = TestDatabase.Open();
        await WithLargeBlockAsync(db);
        List<float> expected = [];

        for (var round = 0; round < 3; round++)
        {
            await WriteAsync(db, 30_000, 1, price: round);
            expected.Add(round);
            await db.Database.CheckpointAsync();
        }

        Assert.Equal(expected, Prices(db.Database)[^3..]);
        await using var copy = db.OpenCopy();
        Assert.Equal(expected, Prices(copy.Database)[^3..]);
        await db.ReopenAsync();
        Assert.Equal(expected, Prices(db.Database)[^3..]);
    }

    [Fact]
    public async Task The_space_of_replaced_blocks_is_given_back()
    {
        await using var db = TestDatabase.Open();
        var path = db.PathOf("A", "1D", "TICK", "2020.bin");
        await WithLargeBlockAsync(db);
        for (var round = 0; round < 12; round++)
        {
            await WriteAsync(db, 20_000 + (round * 4_000), 4_000);
            await db.Database.CheckpointAsync();
        }

        await db.Database.CheckpointAsync();
        await db.Database.CheckpointAsync();

        var stored = new FileInfo(path).Length;
        Assert.InRange(TestDatabase.AllocatedBytes(path), 1, stored / 4);
        Assert.Equal(20_000 + (12 * 4_000), Prices(db.Database).Count);
    }

    static async Task<List<float>> WithLargeBlockAsync(TestDatabase db)
    {
        var prices = await WriteAsync(db, 0, 20_000);
        await db.Database.CheckpointAsync();
        await db.Database.CheckpointAsync();
        return prices;
    }

    /// <summary>Ticks a second apart.</summary>
    static async Task<List<float>> WriteAsync(TestDatabase db, int firstSecond, int count, float? price = null)
    {
        var prices = Enumerable.Range(firstSecond, count).Select(second => price ?? MathF.Sin(second)).ToList();
        await db.WriteAsync(
            Key,
            Rows.Epoch([.. Enumerable.Range(firstSecond, count).Select(second => Day + second)]),
            Rows.F4("Price", [.. prices]),
            Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, new int[count]));
        return prices;
    }

    static List<float> Prices(Database database)
    {
        using var rows = database.Scan(TimeBucketKey.Parse(Key), new(TimeRange.All));
        return [.. rows.Columns[1].Values<float>()];
    }
}
