using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Wal;

/// <summary>When the log refuses, the client hears so, nothing of its write is ever seen, and the next write finds a log that works.</summary>
public class LogFailureTests
{
    const string Before = "A/1D/B = Epoch:i8 0 | P:f4 1\nT/1D/T = Epoch:i8 0 | P:f4 1 | Nanoseconds:i4 0";
    const string After = "A/1D/B = Epoch:i8 0 172800 | P:f4 1 3\nT/1D/T = Epoch:i8 0 172800 | P:f4 1 3 | Nanoseconds:i4 0 0";

    [Theory]
    [InlineData(DiskCallKind.Write)]
    [InlineData(DiskCallKind.Flush)]
    public async Task A_write_that_the_log_refuses_is_an_error_and_never_seen(DiskCallKind kind)
    {
        await using var db = await WithRowsAsync();
        Faults.Once(db.Disk, call => call.IsLog && call.Kind == kind);

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => WriteAsync(db, 86_400, 2));

        Assert.Equal(ErrorKind.StorageFailure, error.Kind);
        Assert.Contains("nothing was written: the log refused: Input/output error", error.Message, StringComparison.Ordinal);
        Assert.Contains("log segment 1 failed at offset", Assert.Single(db.Log.Errors), StringComparison.Ordinal);
        Assert.Equal(Before, db.ReadAll());
        await using (var copy = db.OpenCopy())
            Assert.Equal(Before, copy.ReadAll());

        await WriteAsync(db, 172_800, 3);
        Assert.Equal(After, db.ReadAll());
        Assert.Equal(["0000000000000001.mslog", "0000000000000002.mslog"], db.LogSegments);
        await using (var copy = db.OpenCopy())
            Assert.Equal(After, copy.ReadAll());
        await db.ReopenAsync();
        Assert.Equal(After, db.ReadAll());
    }

    [Fact]
    public async Task All_that_shared_the_refused_group_hear_so()
    {
        await using var db = await WithRowsAsync();
        using var gate = new SemaphoreSlim(0);
        var failed = 0;
        var first = db.Disk.Next(call => call is { Kind: DiskCallKind.Write, IsLog: true });
        db.Disk.Before = call =>
        {
            // The first write holds the log until the others have gathered; theirs fails.
            if (call is { Kind: DiskCallKind.Flush, IsLog: true } && Interlocked.Increment(ref failed) == 1)
                gate.Wait();
            else if (call is { Kind: DiskCallKind.Write, IsLog: true } && Volatile.Read(ref failed) == 1 && Interlocked.Increment(ref failed) == 2)
                throw Faults.Broken(call);
        };
        var holding = Task.Run(() => db.WriteAsync("A/1D/B", Rows.Epoch(86_400 * 10), Rows.F4("P", 1)));
        await first;
        var gathered = Enumerable.Range(20, 5).Select(day => db.WriteAsync("A/1D/B", Rows.Epoch(86_400 * day), Rows.F4("P", 1))).ToArray();
        gate.Release();

        await holding;
        foreach (var write in gathered)
            Assert.Equal(ErrorKind.StorageFailure, (await Assert.ThrowsAsync<MarketStoreException>(() => write)).Kind);
        Assert.Equal("Epoch:i8 0 864000 | P:f4 1 1", db.Read("A/1D/B"));
    }

    [Fact]
    public async Task While_no_segment_can_be_opened_writes_are_refused_and_reads_go_on()
    {
        await using var db = await WithRowsAsync();
        using (Faults.While(db.Disk, call => call.IsLog && call.Changes))
        {
            foreach (var _ in (int[])[1, 2, 3])
            {
                var error = await Assert.ThrowsAsync<MarketStoreException>(() => WriteAsync(db, 86_400, 2));
                Assert.Equal(ErrorKind.StorageFailure, error.Kind);
                Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
                Assert.Equal(Before, db.ReadAll());
            }
        }

        await WriteAsync(db, 172_800, 3);
        Assert.Equal(After, db.ReadAll());
        await using var copy = db.OpenCopy();
        Assert.Equal(After, copy.ReadAll());
    }

    [Theory]
    [InlineData("create")]
    [InlineData("destroy")]
    [InlineData("first write")]
    public async Task What_the_log_refuses_leaves_the_catalog_as_it_was(string act)
    {
        await using var db = await WithRowsAsync();
        Faults.Once(db.Disk, call => call is { IsLog: true, Kind: DiskCallKind.Flush });

        await Assert.ThrowsAsync<MarketStoreException>(() => act switch
        {
            "create" => db.CreateAsync("N/1D/B", RecordType.Fixed, 1970, new DataShape("P", ElementType.Float32)),
            "destroy" => db.Database.DestroyAsync("A"),
            _ => db.WriteAsync("N/1D/B", Rows.Epoch(0), Rows.F4("P", 1)),
        });

        Assert.Equal(Before, db.ReadAll());
        // The bucket may come with other columns now.
        await db.WriteAsync("N/1D/B", Rows.Epoch(0), Rows.I8("Q", 1));
        await db.WriteAsync("A/1D/B", Rows.Epoch(86_400), Rows.F4("P", 2));
        await using var copy = db.OpenCopy();
        Assert.Equal("A/1D/B = Epoch:i8 0 86400 | P:f4 1 2\nN/1D/B = Epoch:i8 0 | Q:i8 1\n" + Before.Split('\n')[1], copy.ReadAll());
    }

    [Fact]
    public async Task A_start_that_cannot_make_its_segment_answers_queries_and_takes_writes_once_it_can()
    {
        await using var db = await WithRowsAsync();
        await using var copy = db.OpenCopy(hook: disk => disk.Before = call =>
        {
            if (call is { IsLog: true, Kind: DiskCallKind.CreateFile })
                throw Faults.DiskFull(call);
        });
        Assert.Equal(Before, copy.ReadAll());
        var error = await Assert.ThrowsAsync<MarketStoreException>(() => copy.WriteAsync("N/1D/B", Rows.Epoch(0), Rows.I8("Q", 1)));
        Assert.Contains("no log segment can be opened", error.Message, StringComparison.Ordinal);

        copy.Disk.Before = null;
        await copy.WriteAsync("N/1D/B", Rows.Epoch(0), Rows.I8("Q", 1));
        await using var later = copy.OpenCopy();
        Assert.Equal(copy.ReadAll(), later.ReadAll());
        Assert.Contains("N/1D/B = Epoch:i8 0 | Q:i8 1", later.ReadAll(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writers_that_come_together_share_a_flush()
    {
        await using var db = await WithRowsAsync();
        using var gate = new SemaphoreSlim(0);
        var flushes = 0;
        var first = db.Disk.Next(call => call is { Kind: DiskCallKind.Write, IsLog: true });
        db.Disk.Before = call =>
        {
            if (call is { Kind: DiskCallKind.Flush, IsLog: true } && Interlocked.Increment(ref flushes) == 1)
                gate.Wait();
        };
        var writes = new List<Task> { Task.Run(() => db.WriteAsync("A/1D/B", Rows.Epoch(86_400), Rows.F4("P", 1))) };
        await first;
        writes.AddRange(Enumerable.Range(2, 100).Select(day => db.WriteAsync("A/1D/B", Rows.Epoch(86_400 * day), Rows.F4("P", 1))));
        gate.Release();
        await Task.WhenAll(writes);

        Assert.Equal(2, flushes);
    }

    [Theory]
    [InlineData(WalSync.Interval)]
    [InlineData(WalSync.None)]
    public async Task Relaxed_settings_answer_before_a_flush(WalSync sync)
    {
        await using var db = await WithRowsAsync(sync);
        using var gate = new SemaphoreSlim(0);
        using var hold = Faults.While(db.Disk, call => call is { Kind: DiskCallKind.Flush, IsLog: true });

        await WriteAsync(db, 172_800, 3);

        Assert.Equal(After, db.ReadAll());
    }

    [Fact]
    public async Task Under_steady_load_the_interval_setting_still_flushes()
    {
        await using var db = await WithRowsAsync(WalSync.Interval);
        var flushed = db.Disk.Next(call => call is { Kind: DiskCallKind.Flush, IsLog: true });

        for (var day = 1; !flushed.IsCompleted; day = 1 + (day % 300))
            await db.WriteAsync("A/1D/B", Rows.Epoch(86_400 * day), Rows.F4("P", day));

        await flushed;
    }

    [Fact]
    public async Task The_interval_setting_flushes_what_an_idle_log_holds()
    {
        await using var db = await WithRowsAsync(WalSync.Interval);
        var flushed = db.Disk.Next(call => call is { Kind: DiskCallKind.Flush, IsLog: true });

        await db.WriteAsync("A/1D/B", Rows.Epoch(86_400), Rows.F4("P", 2));

        await flushed;
    }

    static async Task<TestDatabase> WithRowsAsync(WalSync sync = WalSync.Commit)
    {
        var db = TestDatabase.Open(options => options with { WalSync = sync });
        await WriteAsync(db, 0, 1);
        return db;
    }

    static Task WriteAsync(TestDatabase db, long epoch, float price) => db.Database.WriteAsync([
        TestDatabase.Write("A/1D/B", Rows.Epoch(epoch), Rows.F4("P", price)),
        TestDatabase.Write("T/1D/T", Rows.Epoch(epoch), Rows.F4("P", price), Rows.Nanoseconds(0)),
    ]);
}
