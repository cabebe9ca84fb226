using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using Xunit;

namespace MarketStore.Tests.Storage.Operations;

/// <summary>Writers, readers, checkpoints and destroyers at the same time.</summary>
public class RaceTests
{
    const int Rounds = 120;

    [Fact]
    public async Task Buckets_destroyed_under_writers_readers_and_checkpoints_harm_nobody()
    {
        await using var db = TestDatabase.Open(options => options with { HotRowBytes = 500, CheckpointLogBytes = 4_000, MaxOpenFiles = 2, WalSync = WalSync.None });
        using var done = new CancellationTokenSource();
        var others = new[]
        {
            Repeat(() => db.WriteAsync("A/1H/T", Rows.Epoch(0, 900), Rows.F4("P", 1, 2), Rows.Nanoseconds(0, 0)), done.Token),
            Repeat(() => db.WriteAsync("A/1H/T", Rows.Epoch(0, 3_600), Rows.F4("P", 1, 2), Rows.Nanoseconds(0, 0)), done.Token),
            Repeat(() => db.WriteAsync("A/1D/B", Rows.Epoch(0, 86_400 * 500), Rows.F4("P", 1, 2)), done.Token),
            Repeat(() => db.Database.WriteAsync([TestDatabase.Write("A/1H/B", Rows.Epoch(0), Rows.F4("P", 1)), TestDatabase.Write("Z/1H/B", Rows.Epoch(0), Rows.F4("P", 1))]), done.Token),
            Repeat(() => Task.Run(() => db.Read("A/1H/T")), done.Token),
            Repeat(() => Task.Run(() => db.Read("A/1D/B", limit: 1, ScanDirection.Last)), done.Token),
            Repeat(() => Task.Run(() => db.Database.ListBuckets().Count + db.Database.ListSymbols().Count), done.Token),
        };

        string[] paths = ["A", "A/1H", "A/1H/T", "A/1D/B"];
        for (var round = 0; round < Rounds;)
        {
            if (await Allow(() => db.Database.DestroyAsync(paths[round % paths.Length])))
                round++;
            else
                await Task.Yield();
        }

        await done.CancelAsync();
        await Task.WhenAll(others);

        Assert.True(db.Log.Errors.Count == 0, string.Join("\n", db.Log.Errors));
        var due = db.ReadAll();
        await using (var copy = db.OpenCopy())
            Assert.Equal(due, copy.ReadAll());
        await db.ReopenAsync(prepare: root => Assert.Empty(global::MarketStore.TestKit.Files.DataDirectoryCheck.Complaints(root)));
        Assert.Equal(due, db.ReadAll());
        Assert.Equal(0, db.Database.Status.HotRowBytes);
    }

    [Fact]
    public async Task A_reader_sees_a_batch_of_a_bucket_whole_or_not_at_all()
    {
        await using var db = TestDatabase.Open(options => options with { HotRowBytes = 2_000, WalSync = WalSync.None });
        using var done = new CancellationTokenSource();
        var times = Enumerable.Range(0, 300).Select(minute => minute * 60L).ToArray();
        var batch = 0;
        await WriteAsync();
        var writing = Repeat(WriteAsync, done.Token);
        for (var round = 0; round < Rounds; round++)
        {
            using var bars = db.Database.Scan(TimeBucketKey.Parse("A/1Min/B"), new(TimeRange.All));
            Assert.Equal(times.Length, bars.RowCount);
            Assert.Single(bars.Columns[1].Values<float>().ToArray().Distinct());

            using var ticks = db.Database.Scan(TimeBucketKey.Parse("A/1H/T"), new(TimeRange.All));
            Assert.All(ticks.Columns[1].Values<float>().ToArray().CountBy(price => price), group => Assert.Equal(7, group.Value));
        }

        await done.CancelAsync();
        await writing;
        Assert.Empty(db.Log.Errors);

        Task WriteAsync()
        {
            batch++;
            return db.Database.WriteAsync([
                TestDatabase.Write("A/1Min/B", Rows.Epoch(times), Rows.F4("P", [.. times.Select(_ => (float)batch)])),
                TestDatabase.Write("A/1H/T", Rows.Epoch(0, 0, 0, 900, 900, 3_600, 3_600), Rows.F4("P", batch, batch, batch, batch, batch, batch, batch), Rows.Nanoseconds(new int[7])),
            ]);
        }
    }

    [Fact]
    public async Task Writers_of_more_ticks_than_memory_has_room_for_wait_their_turn_and_are_never_refused()
    {
        await using var db = TestDatabase.Open(options => options with { HotRowBytes = 1_000, WalSync = WalSync.None });
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var batch = 0; batch < 30; batch++)
                await db.WriteAsync($"A{writer}/1H/T", Rows.Epoch(new long[300]), Rows.F4("P", new float[300]), Rows.Nanoseconds(new int[300]));
        }));
        await Task.WhenAll(writers);

        for (var writer = 0; writer < 4; writer++)
        {
            using var rows = db.Database.Scan(TimeBucketKey.Parse($"A{writer}/1H/T"), new(TimeRange.All));
            Assert.Equal(9_000, rows.RowCount);
        }
    }

    [Fact]
    public async Task Of_first_writes_with_different_columns_one_kind_wins_and_the_others_are_refused()
    {
        await using var db = TestDatabase.Open(options => options with { WalSync = WalSync.None });
        for (var round = 0; round < 20; round++)
        {
            var key = $"A{round}/1H/B";
            var writes = Enumerable.Range(0, 8).Select(writer => Task.Run(() => db.WriteAsync(key, Rows.Epoch(writer * 3_600L), writer % 2 == 0 ? Rows.F4("P", writer) : Rows.I8("Q", writer)))).ToArray();
            foreach (var write in writes)
                await Allow(() => write, ErrorKind.InvalidRequest);

            var accepted = writes.Count(write => write.IsCompletedSuccessfully);
            Assert.InRange(accepted, 4, 4);
            Assert.Equal(accepted, db.Read(key).Split(" | ")[0].Split(' ').Length - 1);
        }
    }

    [Fact]
    public async Task Creations_of_one_bucket_at_the_same_time_succeed_once()
    {
        await using var db = TestDatabase.Open(options => options with { WalSync = WalSync.None });
        for (var round = 0; round < 20; round++)
        {
            var key = $"A{round}/1H/B";
            var creations = Enumerable.Range(0, 6).Select(_ => Task.Run(() => db.CreateAsync(key, RecordType.Fixed, 2021, new DataShape("P", ElementType.Float32)))).ToArray();
            foreach (var creation in creations)
                await Allow(() => creation, ErrorKind.AlreadyExists);
            Assert.Equal(1, creations.Count(creation => creation.IsCompletedSuccessfully));
        }
    }

    [Fact]
    public async Task Writers_at_the_time_of_a_stop_are_answered_and_what_they_were_promised_is_kept()
    {
        await using var db = TestDatabase.Open(options => options with { HotRowBytes = 1_000, WalSync = WalSync.None });
        var acknowledged = 0;
        await db.WriteAsync("A/1H/T", Rows.Epoch(0), Rows.F4("P", 0), Rows.Nanoseconds(0));
        using var started = new SemaphoreSlim(0);
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var number = 0; ; number++)
            {
                try
                {
                    await db.WriteAsync("A/1H/T", Rows.Epoch(0), Rows.F4("P", 1), Rows.Nanoseconds(0));
                    Interlocked.Increment(ref acknowledged);
                }
                catch (MarketStoreException error) when (error.Kind == ErrorKind.Unavailable)
                {
                    return;
                }

                if (number == 20)
                    started.Release();
            }
        })).ToArray();
        for (var writer = 0; writer < writers.Length; writer++)
            await started.WaitAsync();

        await db.Database.DisposeAsync();
        await Task.WhenAll(writers);
        await db.ReopenAsync();

        using var rows = db.Database.Scan(TimeBucketKey.Parse("A/1H/T"), new(TimeRange.All));
        Assert.Equal(acknowledged + 1, rows.RowCount);
        Assert.Empty(db.Log.Errors);
    }

    static Task Repeat(Func<Task> act, CancellationToken token) => Task.Run(
        async () =>
        {
            while (!token.IsCancellationRequested)
                await Allow(act);
        },
        CancellationToken.None);

    /// <summary>What was not there, or was removed under a write again and again, is no defect; false then.</summary>
    static async Task<bool> Allow(Func<Task> act, ErrorKind kind = ErrorKind.NotFound)
    {
        try
        {
            await act();
            return true;
        }
        catch (MarketStoreException error) when (error.Kind == kind)
        {
            return false;
        }
    }
}
