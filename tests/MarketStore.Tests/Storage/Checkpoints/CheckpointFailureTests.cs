using MarketStore.Storage;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Checkpoints;

/// <summary>A checkpoint that fails keeps the log, and the next one makes up for it.</summary>
public class CheckpointFailureTests
{
    const string All = "A/1D/B = Epoch:i8 0 | P:f4 1\nT/1D/T = Epoch:i8 21600 21600 | P:f4 1 1 | Nanoseconds:i4 0 0";

    public static readonly TheoryData<string> Steps = ["new segment", "write of a block", "flush of a block", "blocks record", "flush of a record", "slots", "flush of a file", "directory", "deletion"];

    [Theory, MemberData(nameof(Steps))]
    public async Task Whatever_step_fails_all_rows_stay_readable_survive_a_kill_and_the_next_checkpoint_succeeds(string step)
    {
        await using var db = await WithRowsAsync();
        var failed = FailOnce(db.Disk, StepOf(step));
        db.RequestCheckpoint();
        await failed;
        db.Disk.Before = null;

        Assert.Equal(All, db.ReadAll());
        await using (var copy = db.OpenCopy())
            Assert.Equal(All, copy.ReadAll());

        // Whatever is left over from the failure, a new row wakes the commit thread and the checkpoint.
        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        await db.ReopenAsync(prepare: root => Assert.Empty(Directory.GetFiles(root, "*.mslog")));
        Assert.Equal(All + "\nZ/1D/B = Epoch:i8 0 | P:f4 3", db.ReadAll());
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task What_a_failed_checkpoint_had_to_flush_is_flushed_by_the_next_before_the_log_goes(string step)
    {
        await using var db = await WithRowsAsync();
        var failed = FailOnce(db.Disk, StepOf(step));
        db.RequestCheckpoint();
        await failed;
        var flushed = new HashSet<string>(StringComparer.Ordinal);
        db.Disk.Before = call =>
        {
            if (call.Kind == DiskCallKind.Flush && !call.IsLog)
                flushed.Add(call.Path);
            if (call is { Kind: DiskCallKind.DeleteFile, IsLog: true } && call.Name == "0000000000000001.mslog" && step is not ("deletion" or "slots"))
            {
                Assert.Contains(db.PathOf("A", "1D", "B", "1970.bin"), flushed);
                Assert.Contains(db.PathOf("A", "category_name"), flushed);
            }
        };

        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        await db.ReopenAsync();

        Assert.Empty(db.LogSegments.Except(["0000000000000001.mslog"]));
        Assert.DoesNotContain(db.Log.Errors, error => error.Contains("Assert", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_block_that_a_failed_checkpoint_meant_to_replace_keeps_its_rows()
    {
        // Room to carry the rows of one of two buckets: the other's block is written anew.
        await using var db = TestDatabase.Open(options => options with { HotRowBytes = 4 * 60 });
        var random = new Random(1);
        var prices = Enumerable.Range(0, 5_000).Select(_ => (float)random.NextDouble()).ToArray();
        string[] keys = ["A/1H/T", "B/1H/T"];
        foreach (var key in keys)
            await db.WriteAsync(key, Rows.Epoch(new long[prices.Length]), Rows.F4("P", prices), Rows.Nanoseconds(new int[prices.Length]));
        await db.ReopenAsync();
        await db.Database.WriteAsync([.. keys.Select(key => TestDatabase.Write(key, Rows.Epoch(0, 0, 0, 0), Rows.F4("P", 1, 2, 3, 4), Rows.Nanoseconds(0, 0, 0, 0)))]);
        var kept = db.Read(keys[0]);
        Assert.Equal(kept, db.Read(keys[1]));

        var written = "";
        db.Disk.After = call => written = call is { IsYearFile: true, Kind: DiskCallKind.Write, Length: > 4_096 } ? call.Path : written;
        var failed = FailOnce(db.Disk, call => call is { IsLog: true, Kind: DiskCallKind.Write, Offset: > 0 });
        db.RequestCheckpoint();
        await failed;
        await db.WriteAsync("Z/1D/B", Rows.Epoch(0), Rows.F4("P", 3));
        db.Disk.After = null;

        var (left, gone) = written.Contains("/A/", StringComparison.Ordinal) ? (keys[0], "B") : (keys[1], "A");
        await db.Database.DestroyAsync(gone);
        foreach (var day in (int[])[1, 2, 3])
        {
            await db.WriteAsync("Z/1D/B", Rows.Epoch(day * 86_400), Rows.F4("P", 3));
            await db.CheckpointAsync();
        }

        Assert.Equal(kept, db.Read(left));
        await db.ReopenAsync();
        Assert.Equal(kept, db.Read(left));
    }

    static async Task<TestDatabase> WithRowsAsync()
    {
        var db = TestDatabase.Open();
        await db.WriteAsync("A/1D/B", Rows.Epoch(0), Rows.F4("P", 1));
        await db.WriteAsync("T/1D/T", Rows.Epoch(21_600), Rows.F4("P", 1), Rows.Nanoseconds(0));
        await db.WriteAsync("T/1D/T", Rows.Epoch(21_600), Rows.F4("P", 1), Rows.Nanoseconds(0));
        return db;
    }

    /// <summary>Completes when the call has been made to fail and what it belongs to has ended: the engine logs an error.</summary>
    static Task FailOnce(HookedDisk disk, Predicate<DiskCall> isHit)
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        disk.Before = call =>
        {
            if (!isHit(call) || Interlocked.Increment(ref count) > 1)
                return;
            failed.TrySetResult();
            throw Faults.Broken(call);
        };
        return failed.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>The calls of a checkpoint, recognised by what they touch.</summary>
    static Predicate<DiskCall> StepOf(string step)
    {
        const long header = 37_024;
        return step switch
        {
            "new segment" => call => call is { IsLog: true, Kind: DiskCallKind.CreateFile },
            "write of a block" => call => call is { IsYearFile: true, Kind: DiskCallKind.Write, Offset: > header },
            "flush of a block" => call => call is { IsYearFile: true, Kind: DiskCallKind.Flush } && call.Path.Contains("/T/", StringComparison.Ordinal),
            "blocks record" => call => call is { IsLog: true, Kind: DiskCallKind.Write, Offset: > 0 },
            "flush of a record" => AfterRecord(),
            "slots" => call => call is { IsYearFile: true, Kind: DiskCallKind.Write, Length: 24 },
            "flush of a file" => call => call is { IsYearFile: true, Kind: DiskCallKind.Flush } && call.Path.Contains("/A/", StringComparison.Ordinal),
            "directory" => call => call.Kind == DiskCallKind.SyncDirectory && call.Path.EndsWith("/A", StringComparison.Ordinal),
            _ => call => call is { IsLog: true, Kind: DiskCallKind.DeleteFile },
        };
    }

    static Predicate<DiskCall> AfterRecord()
    {
        var wasWritten = false;
        return call =>
        {
            wasWritten |= call is { IsLog: true, Kind: DiskCallKind.Write, Offset: > 0 };
            return wasWritten && call is { IsLog: true, Kind: DiskCallKind.Flush };
        };
    }
}
