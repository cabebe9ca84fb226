using MarketStore.Storage;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

/// <summary>A scan that stands still in the middle of its reading, while everything else goes on.</summary>
public class SnapshotTests
{
    [Fact]
    public async Task A_scan_keeps_no_write_waiting_and_sees_nothing_of_it()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0, 60, 120), Rows.F4("P", 1, 2, 3));
        var scan = await HeldAsync(db, () => db.Read("A/1Min/B"), async () =>
        {
            await db.WriteAsync("A/1Min/B", Rows.Epoch(60, 180), Rows.F4("P", 20, 40));
            await db.WriteAsync("A/1Min/B", Rows.Epoch(60), Rows.F4("P", 21));
            await db.WriteAsync("A/1Min/B", Rows.Epoch(0, 120), Rows.F4("P", 10, 30));
            Assert.Equal("Epoch:i8 0 60 120 180 | P:f4 10 21 30 40", db.Read("A/1Min/B"));
        });

        Assert.Equal("Epoch:i8 0 60 120 | P:f4 1 2 3", scan);
    }

    [Fact]
    public async Task A_scan_sees_what_is_deleted_meanwhile()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0, 60, 120), Rows.F4("P", 1, 2, 3));
        await db.WriteAsync("A/1H/T", Rows.Epoch(0, 3_600), Rows.F4("P", 1, 2), Rows.Nanoseconds(0, 0));
        await db.Database.CheckpointAsync();
        foreach (var (key, due, left) in (IEnumerable<(string, string, string)>)
            [("A/1Min/B", "Epoch:i8 0 60 120 | P:f4 1 2 3", "Epoch:i8 | P:f4"), ("A/1H/T", "Epoch:i8 0 3600 | P:f4 1 2 | Nanoseconds:i4 0 0", "Epoch:i8 | P:f4 | Nanoseconds:i4")])
        {
            var scan = await HeldAsync(db, () => db.Read(key), async () =>
            {
                await db.Database.DeleteAsync(MarketStore.Core.Keys.TimeBucketKey.Parse(key), MarketStore.Core.Time.TimeRange.All);
                Assert.Equal(left, db.Read(key));
            });
            Assert.Equal(due, scan);
            Assert.Equal(left, db.Read(key));
        }
    }

    [Theory]
    [InlineData(null, ScanDirection.First, "Epoch:i8 0 900 3600 | P:f4 1 2 3 | Nanoseconds:i4 0 0 0")]
    [InlineData(2, ScanDirection.Last, "Epoch:i8 900 3600 | P:f4 2 3 | Nanoseconds:i4 0 0")]
    public async Task A_scan_of_ticks_sees_each_once_whatever_checkpoints_do_meanwhile(int? limit, ScanDirection direction, string due)
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1H/T", Rows.Epoch(0), Rows.F4("P", 1), Rows.Nanoseconds(0));
        await db.Database.CheckpointAsync();
        await db.WriteAsync("A/1H/T", Rows.Epoch(900, 3_600), Rows.F4("P", 2, 3), Rows.Nanoseconds(0, 0));
        var scan = await HeldAsync(db, () => db.Read("A/1H/T", limit, direction), async () =>
        {
            // The blocks that the scan is about to read are replaced, and would be given back.
            for (var round = 0; round < 4; round++)
            {
                await db.WriteAsync("A/1H/T", Rows.Epoch(0), Rows.F4("P", 9), Rows.Nanoseconds(0));
                await db.Database.CheckpointAsync();
            }
        });

        Assert.Equal(due, scan);
    }

    [Fact]
    public async Task A_scan_goes_on_over_a_bucket_that_is_removed_and_made_anew()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0, 60), Rows.F4("P", 1, 2));
        var scan = await HeldAsync(db, () => db.Read("A/1Min/B"), async () =>
        {
            await db.Database.DestroyAsync("A/1Min/B");
            await db.WriteAsync("A/1Min/B", Rows.Epoch(60, 120), Rows.I8("Q", 7, 8));
        });

        Assert.Equal("Epoch:i8 0 60 | P:f4 1 2", scan);
        Assert.Equal("Epoch:i8 60 120 | Q:i8 7 8", db.Read("A/1Min/B"));
    }

    [Fact]
    public async Task A_stop_waits_for_scans_and_refuses_new_ones()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0, 60), Rows.F4("P", 1, 2));
        var stop = Task.CompletedTask;
        var scan = await HeldAsync(db, () => db.Read("A/1Min/B"), () =>
        {
            stop = Task.Run(async () => await db.Database.DisposeAsync());
            return Task.CompletedTask;
        });
        await stop;

        Assert.Equal("Epoch:i8 0 60 | P:f4 1 2", scan);
        Assert.Contains("is stopping", Assert.Throws<MarketStore.Core.Errors.MarketStoreException>(() => db.Read("A/1Min/B")).Message, StringComparison.Ordinal);
    }

    /// <summary>Holds a scan at its first read of slots until something else is done.</summary>
    static async Task<string> HeldAsync(TestDatabase db, Func<string> scan, Func<Task> meanwhile)
    {
        // Header and the extent of use are known from then on.
        _ = scan();
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        db.Disk.Before = call =>
        {
            if (call is { IsYearFile: true, Kind: DiskCallKind.Read } && held.TrySetResult())
                release.Wait();
        };
        var reading = Task.Run(scan);
        await held.Task;
        try
        {
            await meanwhile();
        }
        finally
        {
            release.Set();
        }

        return await reading;
    }
}
