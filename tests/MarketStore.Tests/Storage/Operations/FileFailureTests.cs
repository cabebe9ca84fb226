using MarketStore.Core.Errors;
using MarketStore.Storage;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Operations;

/// <summary>Rows that are safe in the log while their files refuse: the client hears so, nothing more is taken until the files work again, and then all is there.</summary>
public class FileFailureTests
{
    const string Bars = "A/1D/B";

    [Fact]
    public async Task A_full_disk_is_an_error_for_the_client_and_loses_nothing()
    {
        await using var db = await WithRowsAsync();
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Write }))
        {
            var first = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Bars, Rows.Epoch(86_400), Rows.F4("P", 2)));
            Assert.Equal(ErrorKind.StorageFailure, first.Kind);
            Assert.Contains("safe in the log, but their files refused: No space left on device", first.Message, StringComparison.Ordinal);

            var second = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 2)));
            Assert.Equal(ErrorKind.StorageFailure, second.Kind);
            Assert.Contains("writes are refused", second.Message, StringComparison.Ordinal);
            Assert.Equal("Epoch:i8 0 | P:f4 1", db.Read(Bars));

            await using var copy = db.OpenCopy();
            Assert.Equal("Epoch:i8 0 86400 | P:f4 1 2", copy.Read(Bars));
        }

        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        Assert.Equal("A/1D/B = Epoch:i8 0 86400 | P:f4 1 2\nZ/1D/B = Epoch:i8 0 | P:f4 3", db.ReadAll());
        await db.ReopenAsync();
        Assert.Equal("A/1D/B = Epoch:i8 0 86400 | P:f4 1 2\nZ/1D/B = Epoch:i8 0 | P:f4 3", db.ReadAll());
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
    public async Task Of_a_batch_over_two_buckets_one_whose_files_refuse_comes_later_and_once()
    {
        await using var db = await WithRowsAsync();
        await db.WriteAsync("T/1D/T", Rows.Epoch(0), Rows.F4("P", 1), Rows.Nanoseconds(0));
        using (Faults.While(db.Disk, call => call is { IsYearFile: true, Kind: DiskCallKind.Write } && call.Path.Contains("/A/", StringComparison.Ordinal)))
        {
            await Assert.ThrowsAsync<MarketStoreException>(() => db.Database.WriteAsync([
                TestDatabase.Write("T/1D/T", Rows.Epoch(21_600), Rows.F4("P", 2), Rows.Nanoseconds(0)), TestDatabase.Write(Bars, Rows.Epoch(86_400), Rows.F4("P", 2)),
            ]));
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
            await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync(Bars, Rows.Epoch(86_400), Rows.F4("P", 2)));
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
            await Assert.ThrowsAsync<MarketStoreException>(() => db.Database.DestroyAsync("A"));
            Assert.Empty(db.Database.ListBuckets());
        }

        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        Assert.False(Directory.Exists(db.PathOf("A")));
        await using var copy = db.OpenCopy();
        Assert.Equal("Z/1D/B = Epoch:i8 0 | P:f4 3", copy.ReadAll());
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
            Assert.Throws<IOException>(() => db.Read(Bars));
            Assert.Equal("Epoch:i8 0 | P:f4 3", db.Read("Z/1D/B"));
        }

        Assert.Equal("Epoch:i8 0 | P:f4 1", db.Read(Bars));
    }

    static async Task<TestDatabase> WithRowsAsync()
    {
        var db = TestDatabase.Open();
        await db.WriteAsync(Bars, Rows.Epoch(0), Rows.F4("P", 1));
        return db;
    }
}
