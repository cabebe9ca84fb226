using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Checkpoints;

/// <summary>A kill between any two things that a checkpoint does to the disk.</summary>
public class CheckpointKillTests
{
    [Fact]
    public async Task After_every_single_step_a_start_finds_the_same_rows()
    {
        await using var db = await FilledAsync();
        var due = db.ReadAll();
        using var copies = new TemporaryDirectory();
        var steps = new List<string>();
        db.Disk.After = call =>
        {
            if (!call.Changes)
                return;
            lock (steps)
            {
                steps.Add($"{steps.Count}: {call.Kind} {Path.GetRelativePath(db.Root, call.Path)} at {call.Offset}, {call.Length}");
                db.Disk.WhileStill(() => SparseCopy.Directory(db.Root, copies.Combine($"{steps.Count - 1}", "data")));
            }
        };

        await db.CheckpointAsync();
        await db.CheckpointAsync();
        db.Disk.After = null;

        Assert.True(steps.Count > 20, string.Join('\n', steps));
        for (var step = 0; step < steps.Count; step++)
            await CheckAsync(copies.Combine($"{step}", "data"), db.Options, due, steps[step]);
    }

    [Fact]
    public async Task After_every_single_step_of_a_clean_stop_too()
    {
        await using var db = await FilledAsync();
        var due = db.ReadAll();
        using var copies = new TemporaryDirectory();
        var steps = new List<string>();
        db.Disk.After = call =>
        {
            if (!call.Changes)
                return;
            steps.Add($"{steps.Count}: {call.Kind} {Path.GetRelativePath(db.Root, call.Path)} at {call.Offset}, {call.Length}");
            db.Disk.WhileStill(() => SparseCopy.Directory(db.Root, copies.Combine($"{steps.Count - 1}", "data")));
        };

        await db.Database.DisposeAsync();
        db.Disk.After = null;

        for (var step = 0; step < steps.Count; step++)
            await CheckAsync(copies.Combine($"{step}", "data"), db.Options, due, steps[step]);
    }

    [Fact]
    public async Task After_every_single_step_of_the_replay_that_follows_too()
    {
        await using var db = await FilledAsync();
        var due = db.ReadAll();
        using var copies = new TemporaryDirectory();
        var steps = new List<string>();
        var replayed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HookedDisk? watched = null;
        await using (var copy = db.OpenCopy(hook: disk =>
        {
            watched = disk;
            disk.After = call =>
            {
                if (!call.Changes)
                    return;
                lock (steps)
                {
                    steps.Add($"{steps.Count}: {call.Kind} {call.Path} at {call.Offset}, {call.Length}");
                    disk.WhileStill(() => SparseCopy.Directory(DataOf(call.Path), copies.Combine($"{steps.Count - 1}", "data")));
                    if (call is { Kind: DiskCallKind.DeleteFile, IsLog: true })
                        replayed.TrySetResult();
                }
            };
        }))
        {
            await replayed.Task.WaitAsync(TimeSpan.FromSeconds(30));
            watched!.After = null;
            Assert.Equal(due, copy.ReadAll());
        }

        for (var step = 0; step < steps.Count; step++)
            await CheckAsync(copies.Combine($"{step}", "data"), db.Options, due, steps[step]);
    }

    [Fact]
    public async Task Rows_written_while_a_checkpoint_runs_are_there_after_every_step()
    {
        await using var db = await FilledAsync();
        using var copies = new TemporaryDirectory();
        var states = new List<(string Step, int Acknowledged)>();
        var acknowledged = 0;
        db.Disk.After = call =>
        {
            if (!call.Changes)
                return;
            lock (states)
            {
                var known = Volatile.Read(ref acknowledged);
                db.Disk.WhileStill(() => SparseCopy.Directory(db.Root, copies.Combine($"{states.Count}", "data")));
                states.Add(($"{call.Kind} {call.Path}", known));
            }
        };

        var checkpoint = db.CheckpointAsync();
        for (var number = 1; number <= 12 || !checkpoint.IsCompleted; number++)
        {
            await db.WriteAsync("T/1Sec/T", Rows.Epoch(60), Rows.F4("P", 100 + number), Rows.Nanoseconds(500));
            Volatile.Write(ref acknowledged, number);
        }

        await checkpoint;
        db.Disk.After = null;
        for (var state = 0; state < states.Count; state++)
        {
            await using var copy = OpenAt(copies.Combine($"{state}", "data"), db.Options);
            using var rows = copy.Database.Scan(MarketStore.Core.Keys.TimeBucketKey.Parse("T/1Sec/T"), new(new(new(60, 500), new(60, 500))));
            var prices = rows.Columns[1].Values<float>().ToArray();
            Assert.True(prices.SequenceEqual(Enumerable.Range(1, prices.Length).Select(number => 100f + number)), $"{states[state].Step}: {Rows.Describe(rows)}");
            Assert.True(prices.Length >= states[state].Acknowledged, $"{states[state].Step}: {prices.Length} of {states[state].Acknowledged}");
        }
    }

    [Fact]
    public async Task Few_ticks_for_a_large_block_are_there_after_every_step()
    {
        await using var db = TestDatabase.Open();
        var random = new Random(1);
        var many = Enumerable.Range(0, 3_000).Select(number => (float)random.NextDouble()).ToArray();
        await db.WriteAsync("T/1D/T", Rows.Epoch([.. many.Select((_, number) => 27L * number)]), Rows.F4("P", many), Rows.Nanoseconds(new int[many.Length]));
        await db.CheckpointAsync();
        using var copies = new TemporaryDirectory();
        var due = new List<string>();
        for (var round = 0; round < 4; round++)
        {
            await db.WriteAsync("T/1D/T", Rows.Epoch(21_600, 43_200), Rows.F4("P", round, round), Rows.Nanoseconds(0, 0));
            var now = db.ReadAll();
            db.Disk.After = call =>
            {
                if (!call.Changes)
                    return;
                lock (due)
                {
                    db.Disk.WhileStill(() => SparseCopy.Directory(db.Root, copies.Combine($"{due.Count}", "data")));
                    due.Add(now);
                }
            };
            await db.CheckpointAsync();
            db.Disk.After = null;
        }

        for (var step = 0; step < due.Count; step++)
            await CheckAsync(copies.Combine($"{step}", "data"), db.Options, due[step], $"step {step}");
    }

    static string DataOf(string path)
    {
        while (Path.GetFileName(path) != "data")
            path = Path.GetDirectoryName(path)!;
        return path;
    }

    static async Task CheckAsync(string root, DatabaseOptions options, string due, string step)
    {
        await using var copy = OpenAt(root, options);
        Assert.True(due == copy.ReadAll(), $"after {step}\ndue   {due}\ngiven {copy.ReadAll()}");
        Assert.True(copy.Log.Errors.Count == 0, $"after {step}: {string.Join('\n', copy.Log.Errors)}");
        await copy.ReopenAsync();
        Assert.True(due == copy.ReadAll(), $"after {step} and a clean stop\ndue   {due}\ngiven {copy.ReadAll()}");
    }

    static TestDatabase OpenAt(string source, DatabaseOptions options) =>
        TestDatabase.Open(defaults => options with { RootDirectory = defaults.RootDirectory }, prepare: root => SparseCopy.Directory(source, root));

    /// <summary>Blocks in files, more rows for them in memory, new buckets and years, a bucket gone and one made again.</summary>
    static async Task<TestDatabase> FilledAsync()
    {
        var db = TestDatabase.Open();
        await db.WriteAsync("T/1Sec/T", Rows.Epoch(60, 60, 61), Rows.F4("P", 1, 1, 2), Rows.Nanoseconds(5, 5, 6));
        await db.WriteAsync("OLD/1D/B", Rows.Epoch(0), Rows.F4("P", 1));
        await db.WriteAsync("AGAIN/1D/T", Rows.Epoch(0), Rows.F4("P", 1), Rows.Nanoseconds(0));
        await db.ReopenAsync();
        await db.WriteAsync("T/1Sec/T", Rows.Epoch(60, 90, 60), Rows.F4("P", 1, 3, 4), Rows.Nanoseconds(5, 5, 7));
        await db.Database.DestroyAsync("OLD");
        await db.Database.DestroyAsync("AGAIN");
        Column[] bars = [Rows.Epoch(0, 86_400, 86_400 * 400), Rows.F8("Q", 1, 2, 3)];
        await db.WriteAsync("AGAIN/1D/T", bars);
        await db.WriteAsync("B/1Min/B", Rows.Epoch(60, 120), Rows.I8("V", 7, 8));
        await db.CreateAsync("EMPTY/1H/T", RecordType.Variable, 1970, new DataShape("P", ElementType.Float32));
        return db;
    }
}
