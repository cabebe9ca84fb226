using MarketStore.Core.Errors;
using MarketStore.Storage;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Operations;

/// <summary>Rows that are safe in the log while their files refuse: they can be read if their file is there, only their own bucket waits, and they reach the files once those work again.</summary>
public class FileFailureTests
{
    const string Bars = "A/1D/B";

    [Fact]
    public async Task Rows_that_a_full_disk_refuses_are_read_all_the_same_and_lost_by_nothing()
    {
        await using var db = await WithRowsAsync();
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Write }))
        {
            await db.WriteAsync(Bars, Rows.Epoch(86_400), Rows.F4("P", 2));
            Assert.Equal("Epoch:i8 0 86400 | P:f4 1 2", db.Read(Bars));
            Assert.Equal("Epoch:i8 86400 | P:f4 2", db.Read(Bars, limit: 1, ScanDirection.Last));

            var second = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 3)));
            Assert.Equal(ErrorKind.StorageFailure, second.Kind);
            Assert.Contains("writes to A/1D/B are refused: earlier rows that are safe in the log cannot be brought into their files yet: No space left on device", second.Message, StringComparison.Ordinal);
            Assert.Equal("Epoch:i8 0 86400 | P:f4 1 2", db.Read(Bars));

            await using var copy = db.OpenCopy();
            Assert.Equal("Epoch:i8 0 86400 | P:f4 1 2", copy.Read(Bars));
        }

        await WhenTakenAsync(db, () => db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 3)));
        Assert.Equal("A/1D/B = Epoch:i8 0 86400 | P:f4 3 2", db.ReadAll());
        await db.ReopenAsync();
        Assert.Equal("A/1D/B = Epoch:i8 0 86400 | P:f4 3 2", db.ReadAll());
    }

    [Fact]
    public async Task A_bucket_whose_files_refuse_for_good_keeps_no_other_from_being_written_and_checkpointed()
    {
        await using var db = await WithRowsAsync();
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Write } && call.Path.Contains("/A/", StringComparison.Ordinal), Faults.Broken))
        {
            await db.WriteAsync(Bars, Rows.Epoch(86_400), Rows.F4("P", 2));
            await db.WriteAsync("Z/1H/T", Rows.Epoch(0), Rows.F4("P", 3), Rows.Nanoseconds(0));
            await db.Database.CheckpointAsync();
            await db.WriteAsync("Z/1H/T", Rows.Epoch(0), Rows.F4("P", 4), Rows.Nanoseconds(0));
            await db.Database.CheckpointAsync();

            Assert.Equal("A/1D/B = Epoch:i8 0 86400 | P:f4 1 2\nZ/1H/T = Epoch:i8 0 0 | P:f4 3 4 | Nanoseconds:i4 0 0", db.ReadAll());
            await using var copy = db.OpenCopy();
            Assert.Equal(db.ReadAll(), copy.ReadAll());
        }
    }

    [Fact]
    public async Task Blocks_to_which_no_slot_can_be_pointed_yet_are_read_once()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("T/1H/T", Rows.Epoch(0), Rows.F4("P", 1), Rows.Nanoseconds(0));
        await db.Database.CheckpointAsync();
        await db.WriteAsync("T/1H/T", Rows.Epoch(900, 3_600), Rows.F4("P", 2, 3), Rows.Nanoseconds(0, 0));
        const string Due = "Epoch:i8 0 900 3600 | P:f4 1 2 3 | Nanoseconds:i4 0 0 0";
        // Of the writes to a year file those of slots lie before the blocks.
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Write } && call.Offset < 37_024 + (24 * 8_784)))
        {
            await db.Database.CheckpointAsync();
            Assert.Equal(Due, db.Read("T/1H/T"));
            Assert.Equal("Epoch:i8 900 3600 | P:f4 2 3 | Nanoseconds:i4 0 0", db.Read("T/1H/T", limit: 2, ScanDirection.Last));
            await db.Database.CheckpointAsync();
            Assert.Equal(Due, db.Read("T/1H/T"));
            await using var copy = db.OpenCopy();
            Assert.Equal(Due, copy.Read("T/1H/T"));
        }

        await WhenTakenAsync(db, () => db.WriteAsync("T/1H/T", Rows.Epoch(4_500), Rows.F4("P", 4), Rows.Nanoseconds(0)));
        await db.ReopenAsync();
        Assert.Equal("Epoch:i8 0 900 3600 4500 | P:f4 1 2 3 4 | Nanoseconds:i4 0 0 0 0", db.Read("T/1H/T"));
    }

    [Theory]
    [InlineData(DiskCallKind.CreateDirectory)]
    [InlineData(DiskCallKind.CreateFile)]
    [InlineData(DiskCallKind.SetLength)]
    [InlineData(DiskCallKind.Write)]
    public async Task A_first_write_whose_files_cannot_be_made_is_made_up_for_without_being_asked(DiskCallKind kind)
    {
        await using var db = await WithRowsAsync();
        // The engine tries again by itself.
        var made = db.Disk.Next(call => call is { IsYearFile: true, Kind: DiskCallKind.Write });
        using (Faults.While(db.Disk, call => !call.IsLog && call.Kind == kind))
        {
            var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("N/1D/T", Rows.Epoch(21_600, 21_600), Rows.F4("P", 1, 1), Rows.Nanoseconds(0, 0)));
            Assert.Contains("safe in the log", error.Message, StringComparison.Ordinal);
            await using var copy = db.OpenCopy();
            Assert.Equal("Epoch:i8 21600 21600 | P:f4 1 1 | Nanoseconds:i4 0 0", copy.Read("N/1D/T"));
        }

        await made;
        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        Assert.Equal("Epoch:i8 21600 21600 | P:f4 1 1 | Nanoseconds:i4 0 0", db.Read("N/1D/T"));
    }

    [Fact]
    public async Task Of_a_batch_over_two_buckets_one_whose_files_refuse_is_there_all_the_same_and_once()
    {
        await using var db = await WithRowsAsync();
        await db.WriteAsync("T/1D/T", Rows.Epoch(0), Rows.F4("P", 1), Rows.Nanoseconds(0));
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Write } && call.Path.Contains("/A/", StringComparison.Ordinal)))
        {
            await db.Database.WriteAsync([
                TestDatabase.Write("T/1D/T", Rows.Epoch(21_600), Rows.F4("P", 2), Rows.Nanoseconds(0)), TestDatabase.Write(Bars, Rows.Epoch(86_400), Rows.F4("P", 2)),
            ]);
        }

        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        Assert.Equal("A/1D/B = Epoch:i8 0 86400 | P:f4 1 2\nT/1D/T = Epoch:i8 0 21600 | P:f4 1 2 | Nanoseconds:i4 0 0\nZ/1D/B = Epoch:i8 0 | P:f4 3", db.ReadAll());
        await using var copy = db.OpenCopy();
        Assert.Equal(db.ReadAll(), copy.ReadAll());
    }

    [Fact]
    public async Task A_stop_while_files_refuse_keeps_the_log_and_the_sentinel_for_the_next_start()
    {
        await using var db = await WithRowsAsync();
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Write }))
        {
            await db.WriteAsync(Bars, Rows.Epoch(86_400), Rows.F4("P", 2));
            await db.Database.DisposeAsync();
        }

        Assert.NotEmpty(db.LogSegments);
        Assert.Single(Directory.GetFiles(db.Root, "*.walfile"));
        await db.ReopenAsync();
        Assert.Equal("Epoch:i8 0 86400 | P:f4 1 2", db.Read(Bars));
    }

    [Fact]
    public async Task A_destroy_that_the_disk_refuses_is_made_up_for()
    {
        await using var db = await WithRowsAsync();
        using (Faults.While(db.Disk, call => call.Kind == DiskCallKind.DeleteDirectoryTree))
        {
            await db.Database.DestroyAsync("A");
            Assert.Empty(db.Database.ListBuckets());
            var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 3)));
            Assert.Contains("what was there cannot be removed yet", error.Message, StringComparison.Ordinal);
            await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        }

        await db.Disk.Next(call => call.Kind == DiskCallKind.DeleteDirectoryTree);
        await db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 4));
        await using var copy = db.OpenCopy();
        Assert.Equal("A/1D/B = Epoch:i8 0 | P:f4 4\nZ/1D/B = Epoch:i8 0 | P:f4 3", copy.ReadAll());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_fails_the_read_alone()
    {
        await using var db = await WithRowsAsync();
        await db.ReopenAsync();
        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        _ = db.Read(Bars);
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Read } && call.Path.Contains("/A/", StringComparison.Ordinal), Faults.Broken))
        {
            var error = Assert.Throws<MarketStoreException>(() => db.Read(Bars));
            Assert.Equal(ErrorKind.StorageFailure, error.Kind);
            Assert.Contains("A/1D/B cannot be read: Input/output error", error.Message, StringComparison.Ordinal);
            Assert.Equal("Epoch:i8 0 | P:f4 3", db.Read("Z/1D/B"));
        }

        Assert.Equal("Epoch:i8 0 | P:f4 1", db.Read(Bars));
    }

    /// <summary>Writes as soon as the bucket's earlier rows are in their file.</summary>
    static async Task WhenTakenAsync(TestDatabase db, Func<Task> write)
    {
        var written = db.Disk.Next(call => call is { IsYearFile: true, Kind: DiskCallKind.Write });
        if (await Record.ExceptionAsync(write) is null)
            return;
        await written;
        await write();
    }

    static async Task<TestDatabase> WithRowsAsync()
    {
        var db = TestDatabase.Open();
        await db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 1));
        return db;
    }
}
