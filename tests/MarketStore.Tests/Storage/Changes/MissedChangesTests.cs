using MarketStore.Core.Keys;
using MarketStore.Storage;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Changes;

/// <summary>What a listener was not done with is told again after a kill, a checkpoint or a stop, whichever came.</summary>
public class MissedChangesTests
{
    const string Bars = "A/1Min/B";
    const string Ticks = "T/1Sec/T";

    [Fact]
    public async Task What_a_kill_leaves_in_the_log_is_missed()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);

        await using var copy = db.OpenCopy();
        Assert.Equal(["A/1Min/B 60 to 179", "T/1Sec/T 5 to 7"], Listen(copy).Missed);
    }

    [Fact]
    public async Task A_deletion_that_a_kill_leaves_in_the_log_is_missed()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        await db.Database.CheckpointAsync();
        await db.Database.DeleteAsync(TimeBucketKey.Parse(Bars), new(new(120, 0), new(150, 0)), TestContext.Current.CancellationToken);

        await using var copy = db.OpenCopy();
        Assert.Equal(["A/1Min/B 120 to 179"], Listen(copy).Missed.Where(range => range.StartsWith('A')));
    }

    [Fact]
    public async Task What_is_not_finished_when_a_checkpoint_drops_the_log_is_missed_after_a_kill_and_after_a_stop()
    {
        await using var db = TestDatabase.Open();
        Listen(db);
        await WriteAsync(db);
        await db.Database.CheckpointAsync();
        await using (var copy = db.OpenCopy())
            Assert.Equal(["A/1Min/B 60 to 179", "T/1Sec/T 5 to 7"], Listen(copy).Missed);

        await db.ReopenAsync();
        var listener = Listen(db);
        Assert.Equal(["A/1Min/B 60 to 179", "T/1Sec/T 5 to 7"], listener.Missed);
        listener.Finish();
        await db.ReopenAsync();
        Assert.Empty(Listen(db).Missed);
        Assert.False(File.Exists(db.PathOf("triggers.pending")));
    }

    [Fact]
    public async Task A_checkpoint_before_anybody_listens_keeps_what_was_missed()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        await using var copy = db.OpenCopy();
        await copy.Database.CheckpointAsync();
        await using (var second = copy.OpenCopy())
            Assert.Equal(["A/1Min/B 60 to 179", "T/1Sec/T 5 to 7"], Listen(second).Missed);

        copy.Database.ForgetMissedChanges();
        // The first to end may have begun before.
        await copy.Database.CheckpointAsync();
        await copy.Database.CheckpointAsync();
        await using var third = copy.OpenCopy();
        Assert.Empty(Listen(third).Missed);
    }

    [Fact]
    public async Task After_every_single_step_of_a_checkpoint_what_is_not_finished_is_missed()
    {
        await using var db = TestDatabase.Open();
        var listener = Listen(db);
        await WriteAsync(db);
        await db.Database.CheckpointAsync();
        // The first is in the file already, the second in the log alone: rows that are in a block soon, and slots.
        await db.WriteAsync(Ticks, Rows.Epoch(20), Rows.F4("P", 4), Rows.Nanoseconds(3));
        await db.WriteAsync("B/1D/B", Rows.Epoch(0), Rows.F4("P", 1));
        using var copies = new TemporaryDirectory();
        var steps = await StepsAsync(db, copies);
        Assert.Contains(steps, step => step.Contains("Rename triggers.pending.new", StringComparison.Ordinal));
        for (var step = 0; step < steps.Count; step++)
        {
            await using var database = Database.Open(db.Options with { RootDirectory = copies.Combine($"{step}") }, db.Log, new HookedDisk(), TimeProvider.System);
            var next = new RecordingListener();
            database.Listen(next);
            Assert.True(next.Missed is ["A/1Min/B 60 to 179", "B/1D/B 0 to 86399", "T/1Sec/T 5 to 20"], $"{steps[step]}: {string.Join(", ", next.Missed)}");
        }

        listener.Finish();
        await db.Database.CheckpointAsync();
        await using var copy = db.OpenCopy();
        Assert.Empty(Listen(copy).Missed);
    }

    /// <summary>A copy of the directory after each change that a checkpoint makes to it; returns the changes.</summary>
    static async Task<List<string>> StepsAsync(TestDatabase db, TemporaryDirectory copies)
    {
        var steps = new List<string>();
        db.Disk.After = call =>
        {
            if (!call.Changes)
                return;
            lock (steps)
            {
                db.Disk.WhileStill(() => SparseCopy.Directory(db.Root, copies.Combine($"{steps.Count}")));
                steps.Add($"{steps.Count}: {call.Kind} {Path.GetRelativePath(db.Root, call.Path)}");
            }
        };
        await db.Database.CheckpointAsync();
        db.Disk.After = null;
        return steps;
    }

    static RecordingListener Listen(TestDatabase db)
    {
        var listener = new RecordingListener();
        db.Database.Listen(listener);
        return listener;
    }

    static async Task WriteAsync(TestDatabase db)
    {
        await db.WriteAsync(Bars, Rows.Epoch(60, 120), Rows.F4("P", 1, 2));
        await db.WriteAsync(Ticks, Rows.Epoch(7, 5), Rows.F4("P", 1, 2), Rows.Nanoseconds(1, 2));
    }
}
