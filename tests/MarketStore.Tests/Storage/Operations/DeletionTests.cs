using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Operations;

/// <summary>Rows of a range are removed, and stay away.</summary>
public class DeletionTests
{
    const string Bars = "A/1Min/B";
    const string Ticks = "A/1Min/T";

    [Theory]
    [InlineData(60, 0, 120, 0, 2, "Epoch:i8 0 180 | P:f4 1 4")]
    [InlineData(60, 1, 120, 0, 1, "Epoch:i8 0 60 180 | P:f4 1 2 4")]
    [InlineData(1, 0, 119, 999_999_999, 1, "Epoch:i8 0 120 180 | P:f4 1 3 4")]
    [InlineData(200, 0, 300, 0, 0, "Epoch:i8 0 60 120 180 | P:f4 1 2 3 4")]
    [InlineData(120, 0, 60, 0, 0, "Epoch:i8 0 60 120 180 | P:f4 1 2 3 4")]
    [InlineData(long.MinValue, 0, long.MaxValue, 0, 4, "Epoch:i8 | P:f4")]
    public async Task Bars_go_whose_time_lies_within_both_bounds(long start, int startNanos, long end, int endNanos, long count, string left)
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Bars, Rows.Epoch(0, 60, 120, 180), Rows.F4("P", 1, 2, 3, 4));

        Assert.Equal(count, await DeleteAsync(db, Bars, new(new(start, startNanos), new(end, endNanos))));
        Assert.Equal(left, db.Read(Bars));
        await db.ReopenAsync();
        Assert.Equal(left, db.Read(Bars));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ticks_go_by_the_nanosecond_from_memory_and_from_blocks(bool isInBlock)
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Ticks, Rows.Epoch(15, 30, 30, 75, 135), Rows.F4("P", 1, 2, 3, 4, 5), Rows.Nanoseconds(0, 0, 468_750_000, 0, 0));
        if (isInBlock)
            await db.Database.CheckpointAsync();

        Assert.Equal(2, await DeleteAsync(db, Ticks, new(new(30, 250_000_000), new(75, 0))));
        const string left = "Epoch:i8 15 30 135 | P:f4 1 2 5 | Nanoseconds:i4 0 0 0";
        await AssertHoldsAsync(db, left);
    }

    [Fact]
    public async Task A_range_over_the_turn_of_years_is_one_deletion()
    {
        await using var db = TestDatabase.Open();
        const long newYear = 1_577_836_800;
        await db.WriteAsync("A/1D/B", Rows.Epoch(newYear - 86_400, newYear, newYear + 86_400, newYear + (366 * 86_400)), Rows.F4("P", 1, 2, 3, 4));

        Assert.Equal(2, await DeleteAsync(db, "A/1D/B", new(new(newYear - 86_400, 0), new(newYear, 0))));
        await using var killed = db.OpenCopy();
        Assert.Equal($"Epoch:i8 {newYear + 86_400} {newYear + (366 * 86_400)} | P:f4 3 4", killed.Read("A/1D/B"));
    }

    [Fact]
    public async Task Rows_written_afterwards_stay()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Bars, Rows.Epoch(0, 60), Rows.F4("P", 1, 2));
        await db.WriteAsync(Ticks, Rows.Epoch(15, 30), Rows.F4("P", 1, 2), Rows.Nanoseconds(0, 0));
        await DeleteAsync(db, Bars, TimeRange.All);
        await DeleteAsync(db, Ticks, TimeRange.All);
        await db.WriteAsync(Bars, Rows.Epoch(60), Rows.F4("P", 3));
        await db.WriteAsync(Ticks, Rows.Epoch(15), Rows.F4("P", 3), Rows.Nanoseconds(0));
        const string left = $"{Bars} = Epoch:i8 60 | P:f4 3\n{Ticks} = Epoch:i8 15 | P:f4 3 | Nanoseconds:i4 0";

        Assert.Equal(left, db.ReadAll());
        await using (var killed = db.OpenCopy())
            Assert.Equal(left, killed.ReadAll());
        await db.ReopenAsync();
        Assert.Equal(left, db.ReadAll());
    }

    [Fact]
    public async Task What_a_checkpoint_under_way_has_set_apart_is_deleted_too()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Ticks, Rows.Epoch(15, 75, 135), Rows.F4("P", 1, 2, 3), Rows.Nanoseconds(0, 0, 0));
        // The checkpoint has written the blocks of all three slots, and waits to flush them.
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        db.Disk.Before = call =>
        {
            if (call is { IsYearFile: true, Kind: DiskCallKind.Flush } && held.TrySetResult())
                release.Wait();
        };
        var checkpoint = db.Database.CheckpointAsync();
        await held.Task;
        var deleted = await DeleteAsync(db, Ticks, new(new(60, 0), new(119, 0)));
        const string left = "Epoch:i8 15 135 | P:f4 1 3 | Nanoseconds:i4 0 0";

        Assert.Equal(1, deleted);
        Assert.Equal(left, db.Read(Ticks));
        release.Set();
        await checkpoint;
        await AssertHoldsAsync(db, left);
    }

    [Fact]
    public async Task The_space_of_deleted_ticks_comes_back()
    {
        await using var db = TestDatabase.Open(options => options with { CompressVariableRecords = false });
        var seconds = Enumerable.Range(0, 50_000).Select(row => (long)(row / 100)).ToArray();
        await db.WriteAsync(Ticks, Rows.Epoch(seconds), Rows.F8("P", [.. seconds.Select(second => (double)second)]), Rows.Nanoseconds([.. Enumerable.Range(0, 50_000).Select(row => row % 100 * 1_000_000)]));
        await db.Database.CheckpointAsync();
        var before = TestDatabase.AllocatedBytes(db.PathOf("A", "1Min", "T", "1970.bin"));

        Assert.Equal(50_000, await DeleteAsync(db, Ticks, TimeRange.All));
        for (var checkpoint = 0; checkpoint < 3; checkpoint++)
        {
            await db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 1));
            await db.Database.CheckpointAsync();
        }

        Assert.InRange(TestDatabase.AllocatedBytes(db.PathOf("A", "1Min", "T", "1970.bin")), 0, before / 10);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_an_error()
    {
        await using var db = TestDatabase.Open();

        await Assert.ThrowsAsync<BucketNotFoundException>(() => DeleteAsync(db, Bars, TimeRange.All));
        await db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 1));
        await db.Database.DestroyAsync("A");
        await Assert.ThrowsAsync<BucketNotFoundException>(() => DeleteAsync(db, Bars, TimeRange.All));
    }

    [Fact]
    public async Task Without_a_log_rows_are_deleted_all_the_same()
    {
        await using var db = TestDatabase.Open(options => options with { WalBypass = true });
        await db.WriteAsync(Bars, Rows.Epoch(0, 60), Rows.F4("P", 1, 2));
        await db.WriteAsync(Ticks, Rows.Epoch(15, 30), Rows.F4("P", 1, 2), Rows.Nanoseconds(0, 0));

        Assert.Equal(1, await DeleteAsync(db, Bars, new(new(0, 0), new(59, 0))));
        Assert.Equal(1, await DeleteAsync(db, Ticks, new(new(30, 0), new(30, 0))));
        await db.ReopenAsync();
        Assert.Equal($"{Bars} = Epoch:i8 60 | P:f4 2\n{Ticks} = Epoch:i8 15 | P:f4 1 | Nanoseconds:i4 0", db.ReadAll());
    }

    [Fact]
    public async Task Files_that_refuse_show_the_rows_gone_and_take_the_deletion_later()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Bars, Rows.Epoch(0, 60, 120), Rows.F4("P", 1, 2, 3));
        db.Disk.Before = call =>
        {
            if (call is { Kind: DiskCallKind.Write, IsLog: false })
                throw new IOException("no room");
        };
        Assert.Equal(2, await DeleteAsync(db, Bars, new(new(60, 0), new(120, 0))));
        Assert.Equal("Epoch:i8 0 | P:f4 1", db.Read(Bars));
        Assert.Equal(ErrorKind.StorageFailure, (await Assert.ThrowsAsync<MarketStoreException>(() => DeleteAsync(db, Bars, TimeRange.All))).Kind);
        db.Disk.Before = null;
        await db.Database.CheckpointAsync();

        Assert.Equal("Epoch:i8 0 | P:f4 1", db.Read(Bars));
        await db.ReopenAsync();
        Assert.Equal("Epoch:i8 0 | P:f4 1", db.Read(Bars));
    }

    static Task<long> DeleteAsync(TestDatabase db, string key, TimeRange range) => db.Database.DeleteAsync(TimeBucketKey.Parse(key), range);

    /// <summary>Now, after a kill, and after a clean stop.</summary>
    static async Task AssertHoldsAsync(TestDatabase db, string left)
    {
        Assert.Equal(left, db.Read(Ticks));
        await using (var killed = db.OpenCopy())
            Assert.Equal(left, killed.Read(Ticks));
        await db.ReopenAsync();
        Assert.Equal(left, db.Read(Ticks));
    }
}
