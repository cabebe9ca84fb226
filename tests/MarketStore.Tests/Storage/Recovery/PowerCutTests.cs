using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Recovery;

/// <summary>
/// Numbered batches, each a bar and two identical ticks in buckets of their own, while checkpoints come and go; the power is cut between any two things that reach the disk.
/// </summary>
public class PowerCutTests
{
    const int Batches = 40;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Every_acknowledged_batch_survives_whole_and_once(int seed)
    {
        using var directory = new TemporaryDirectory();
        var root = MakeRoot(directory);
        var disk = new PowerCutDisk();
        var chance = new Random(seed);
        var images = new List<(string Path, int Acknowledged)>();
        var acknowledged = 0;
        // Every other run has large blocks already, for which few rows are not worth a new one.
        var hasLargeBlocks = seed % 2 == 0;
        await using (var db = hasLargeBlocks ? Open(root, disk, WalSync.Commit, hotRowBytes: 4_000, logBytes: 1_500) : Open(root, disk, WalSync.Commit))
        {
            if (hasLargeBlocks)
                await WriteLargeBlocksAsync(db);
            disk.Changed = () =>
            {
                if (chance.Next(12) > 0)
                    return;
                lock (images)
                {
                    // Read before the image is made: what is acknowledged meanwhile need not be in it.
                    var known = Volatile.Read(ref acknowledged);
                    images.Add((directory.Combine($"{images.Count}"), known));
                    disk.MakeImage(root, images[^1].Path, chance.Next(3) == 0 ? null : chance);
                }
            };
            for (var batch = 1; batch <= Batches; batch++)
            {
                await WriteAsync(db, batch);
                Volatile.Write(ref acknowledged, batch);
            }

            disk.Changed = null;
        }

        Assert.True(images.Count > 10);
        foreach (var (path, known) in images)
            await CheckAsync(path, known, $"seed {seed}, image {path}");
    }

    [Theory]
    [InlineData(WalSync.Interval)]
    [InlineData(WalSync.None)]
    public async Task Under_relaxed_settings_what_a_checkpoint_covered_survives(WalSync sync)
    {
        using var directory = new TemporaryDirectory();
        var root = MakeRoot(directory);
        var disk = new PowerCutDisk();
        var hooked = new HookedDisk(disk, passesFlushesOn: true);
        await using var db = Open(root, hooked, sync, hotRowBytes: 1 << 20);
        for (var batch = 1; batch <= 5; batch++)
            await WriteAsync(db, batch);

        // As soon as the older segment is gone, its rows must stand on their own.
        var image = directory.Combine("image");
        disk.Changed = () =>
        {
            if (!File.Exists(Path.Combine(root, "0000000000000001.mslog")) && !Directory.Exists(image))
                disk.MakeImage(root, image, new Random(3));
        };
        var strict = directory.Combine("strict");
        await CheckpointAsync(db, hooked);
        disk.Changed = null;
        disk.MakeImage(root, strict, chance: null);

        await CheckAsync(image, 5, "the moment of deletion");
        await CheckAsync(strict, 5, "only what was flushed");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task After_a_kill_and_a_replay_a_power_cut_still_loses_nothing(int seed)
    {
        using var directory = new TemporaryDirectory();
        var root = MakeRoot(directory);
        var disk = new PowerCutDisk();
        var killed = new HookedDisk(disk, passesFlushesOn: true);
        var first = Open(root, killed, WalSync.Commit, hotRowBytes: 1 << 20);
        for (var batch = 1; batch <= 5; batch++)
            await WriteAsync(first, batch);
        killed.Before = call => throw new IOException("killed");

        var hooked = new HookedDisk(disk, passesFlushesOn: true);
        await using var second = Open(root, hooked, WalSync.Commit, hotRowBytes: 1 << 20);
        await CheckpointAsync(second, hooked);
        disk.MakeImage(root, directory.Combine("image"), seed == 1 ? null : new Random(seed));

        await CheckAsync(directory.Combine("image"), 5, $"seed {seed}");
        await first.DisposeAsync();
    }

    [Fact]
    public async Task What_a_failed_flush_of_a_file_lost_comes_back_from_the_log()
    {
        using var directory = new TemporaryDirectory();
        var root = MakeRoot(directory);
        var disk = new PowerCutDisk();
        var log = new RecordingLog();
        var options = new DatabaseOptions { RootDirectory = root, CheckpointInterval = TimeSpan.FromDays(1) };
        await using (var db = Database.Open(options, log, disk, TimeProvider.System))
        {
            for (var batch = 1; batch <= 5; batch++)
                await WriteAsync(db, batch);
            var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            disk.FailsFlush = path => path.EndsWith(".bin", StringComparison.Ordinal) && path.Contains("/B0/", StringComparison.Ordinal) && failed.TrySetResult();
            TestDatabase.RequestCheckpoint(db);
            await failed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        // A clean stop, whose own flushes all succeed, does not make up for it.
        Assert.Contains(log.Errors, error => error.Contains("the log is kept until the next start", StringComparison.Ordinal));
        disk.MakeImage(root, directory.Combine("image"), chance: null);
        await CheckAsync(directory.Combine("image"), 5, "after a stop");

        await using (Open(root, disk, WalSync.Commit, hotRowBytes: 1 << 20))
        {
            // Replay and a clean stop are enough.
        }

        Assert.Empty(Directory.GetFiles(root, "*.mslog"));
        disk.MakeImage(root, directory.Combine("later"), chance: null);
        await CheckAsync(directory.Combine("later"), 5, "after the next start and stop");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Buckets_destroyed_and_made_again_are_what_was_acknowledged_last(int seed)
    {
        using var directory = new TemporaryDirectory();
        var root = MakeRoot(directory);
        var disk = new PowerCutDisk();
        var chance = new Random(seed);
        var images = new List<(string Path, int Acknowledged)>();
        var states = new List<string> { "" };
        await using (var db = Open(root, disk, WalSync.Commit))
        {
            disk.Changed = () =>
            {
                if (chance.Next(6) > 0)
                    return;
                lock (images)
                {
                    int known;
                    lock (states)
                        known = states.Count - 1;
                    images.Add((directory.Combine($"{images.Count}"), known));
                    disk.MakeImage(root, images[^1].Path, chance.Next(3) == 0 ? null : chance);
                }
            };
            for (var round = 1; round <= 12; round++)
            {
                // Fixed and variable in turn, with other columns each time.
                var columns = round % 2 == 0 ? new[] { Rows.Epoch(0, 21_600), Rows.F8($"C{round}", round, 1) } : [Rows.Epoch(0, 0), Rows.F4($"C{round}", round, round), Rows.Nanoseconds(0, 0)];
                await db.WriteAsync([TestDatabase.Write("X/1H/B", columns)]);
                Note(Read(db));
                await db.DestroyAsync(round % 3 == 0 ? "X" : "X/1H/B");
                Note("");
            }

            disk.Changed = null;

            void Note(string state)
            {
                lock (states)
                    states.Add(state);
            }
        }

        foreach (var (path, known) in images)
        {
            await using var copy = Open(path, new PowerCutDisk(), WalSync.None);
            // The operation under way may have reached the disk without having been acknowledged.
            Assert.True(Read(copy) == states[known] || (known + 1 < states.Count && Read(copy) == states[known + 1]), $"seed {seed}, {path}: {Read(copy)}, acknowledged {states[known]}");
        }
    }

    static string Read(Database db)
    {
        if (db.ListBuckets().Count == 0)
            return "";
        using var rows = db.Scan(TimeBucketKey.Parse("X/1H/B"), new(TimeRange.All));
        return Rows.Describe(rows);
    }

    static string MakeRoot(TemporaryDirectory directory)
    {
        Directory.CreateDirectory(directory.Combine("live"));
        return directory.Combine("live");
    }

    static Database Open(string root, MarketStore.Storage.Disk.IDisk disk, WalSync sync, long hotRowBytes = 200, long logBytes = 100_000) => Database.Open(
        new() { RootDirectory = root, WalSync = sync, HotRowBytes = hotRowBytes, CheckpointLogBytes = logBytes, CheckpointInterval = TimeSpan.FromDays(1) },
        new RecordingLog(),
        disk,
        TimeProvider.System);

    /// <summary>In the slots that the batches' ticks go to; their prices are negative.</summary>
    static async Task WriteLargeBlocksAsync(Database db)
    {
        var random = new Random(1);
        var prices = Enumerable.Range(0, 2_000).Select(_ => -(float)random.NextDouble()).ToArray();
        for (var number = 0; number <= Batches / 12; number++)
            await db.WriteAsync([TestDatabase.Write($"T{number}/1H/T", Rows.Epoch([.. prices.Select((_, tick) => (long)tick)]), Rows.F4("P", prices), Rows.Nanoseconds(new int[prices.Length]))]);
    }

    static Task WriteAsync(Database db, int batch) => db.WriteAsync([
        // A new bucket and a new year now and then.
        TestDatabase.Write($"B{batch / 10}/1H/B", Rows.Epoch((batch / 15 * 366 * 86_400L) + (batch * 3_600)), Rows.F4("P", batch)),
        TestDatabase.Write($"T{batch / 12}/1H/T", Rows.Epoch(0, 0), Rows.F4("P", batch, batch), Rows.Nanoseconds(0, 0)),
    ]);

    /// <summary>Something is in the log, so a checkpoint that is asked for drops a segment.</summary>
    static async Task CheckpointAsync(Database db, HookedDisk disk)
    {
        await WriteAsync(db, 6);
        var dropped = disk.Next(call => call is { Kind: DiskCallKind.SyncDirectory } && Directory.GetFiles(call.Path, "*.mslog") is [var only] && string.CompareOrdinal(Path.GetFileName(only), "0000000000000001.mslog") > 0);
        TestDatabase.RequestCheckpoint(db);
        await dropped;
    }

    static async Task CheckAsync(string image, int acknowledged, string where)
    {
        await using var db = Open(image, new PowerCutDisk(), WalSync.None, hotRowBytes: 1 << 20);
        var bars = Prices(db, 'B');
        var ticks = Prices(db, 'T');
        Assert.True(bars.Distinct().Count() == bars.Count, $"{where}: bars {string.Join(' ', bars)}");
        Assert.True(bars.SelectMany(bar => new[] { bar, bar }).SequenceEqual(ticks), $"{where}: bars {string.Join(' ', bars)}, ticks {string.Join(' ', ticks)}");
        Assert.True(Enumerable.Range(1, acknowledged).All(batch => bars.Contains(batch)), $"{where}: bars {string.Join(' ', bars)}, acknowledged {acknowledged}");
    }

    static List<float> Prices(Database db, char kind)
    {
        var prices = new List<float>();
        foreach (var key in db.ListBuckets().Where(key => key.Symbol[0] == kind))
        {
            using var rows = db.Scan(key, new(TimeRange.All));
            foreach (var price in rows.Columns[1].Values<float>())
            {
                if (price > 0)
                    prices.Add(price);
            }
        }

        prices.Sort();
        return prices;
    }
}
