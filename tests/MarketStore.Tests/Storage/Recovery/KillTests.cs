using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Recovery.GoLog;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Core.Time;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Recovery;

/// <summary>A kill is a copy of the directory, taken while the database is open; what was acknowledged by then must be in it.</summary>
public class KillTests
{
    const string Bars = "A/1Min/B";
    const string Ticks = "T/1Sec/T";

    [Theory]
    [InlineData(WalSync.Commit)]
    [InlineData(WalSync.Interval)]
    [InlineData(WalSync.None)]
    public async Task What_was_acknowledged_is_there_once(WalSync sync)
    {
        await using var db = TestDatabase.Open(options => options with { WalSync = sync });
        await WriteAsync(db);

        await using var copy = db.OpenCopy();
        Assert.Equal(db.ReadAll(), copy.ReadAll());
        Assert.Empty(copy.Log.Errors);
        Assert.Empty(copy.Log.Warnings);
    }

    [Fact]
    public async Task Two_identical_ticks_survive_any_number_of_kills_as_two()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Ticks, Rows.Epoch(60), Rows.F4("P", 1), Rows.Nanoseconds(5));
        await db.WriteAsync(Ticks, Rows.Epoch(60), Rows.F4("P", 1), Rows.Nanoseconds(5));

        await using var copy = db.OpenCopy();
        await using var second = copy.OpenCopy();
        await second.WriteAsync(Ticks, Rows.Epoch(60), Rows.F4("P", 1), Rows.Nanoseconds(5));
        await using var third = second.OpenCopy();
        Assert.Equal("Epoch:i8 60 60 60 | P:f4 1 1 1 | Nanoseconds:i4 5 5 5", third.Read(Ticks));

        await third.ReopenAsync();
        await using var fourth = third.OpenCopy();
        Assert.Equal("Epoch:i8 60 60 60 | P:f4 1 1 1 | Nanoseconds:i4 5 5 5", fourth.Read(Ticks));
    }

    [Fact]
    public async Task A_kill_straight_after_a_replay_loses_and_doubles_nothing()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        var due = db.ReadAll();

        var current = db.OpenCopy();
        for (var kill = 0; kill < 3; kill++)
        {
            var next = current.OpenCopy();
            await current.DisposeAsync();
            current = next;
            Assert.Equal(due, current.ReadAll());
        }

        await current.ReopenAsync();
        Assert.Equal(due, current.ReadAll());
        await current.DisposeAsync();
    }

    [Fact]
    public async Task Rows_written_after_a_replay_join_those_before()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        await using var copy = db.OpenCopy();

        await copy.WriteAsync(Ticks, Rows.Epoch(61), Rows.F4("P", 9), Rows.Nanoseconds(0));
        await copy.WriteAsync(Bars, Rows.Epoch(60), Rows.F4("P", 9));

        await using var second = copy.OpenCopy();
        Assert.Equal("Epoch:i8 60 120 1577836800 | P:f4 9 2 3", second.Read(Bars));
        Assert.Equal("Epoch:i8 60 61 61 1577836800 | P:f4 1 9 2 3 | Nanoseconds:i4 5 0 6 7", second.Read(Ticks));
    }

    [Fact]
    public async Task A_batch_over_buckets_and_years_is_there_as_a_whole()
    {
        await using var db = TestDatabase.Open();
        await db.Database.WriteAsync([
            TestDatabase.Write(Bars, Rows.Epoch(60, Zones.Seconds("2021-05-05"), 120), Rows.F4("P", 1, 2, 3)),
            TestDatabase.Write(Ticks, Rows.Epoch(60), Rows.F8("Q", 4), Rows.Nanoseconds(1)),
            TestDatabase.Write("D/1D/B", Rows.Epoch(0, 86_400), Rows.I8("V", 5, 6)),
        ]);

        await using var copy = db.OpenCopy();
        Assert.Equal(
            "A/1Min/B = Epoch:i8 60 120 1620172800 | P:f4 1 3 2\nD/1D/B = Epoch:i8 0 86400 | V:i8 5 6\nT/1Sec/T = Epoch:i8 60 | Q:f8 4 | Nanoseconds:i4 1",
            copy.ReadAll());
    }

    [Fact]
    public async Task Empty_buckets_come_back_with_their_schema()
    {
        await using var db = TestDatabase.Open();
        await db.CreateAsync(Bars, RecordType.Variable, 2015, new DataShape("P", ElementType.Float32), new DataShape("S", ElementType.String16));

        await using var copy = db.OpenCopy(prepare: root => Directory.Delete(Path.Combine(root, "A"), recursive: true));
        Assert.True(copy.Database.TryGetBucket(TimeBucketKey.Parse(Bars), out var bucket));
        Assert.Equal((RecordType.Variable, 2015, "[{P FLOAT32} {S STRING16}]"), (bucket.RecordType, bucket.LatestYear, DataShapes.Describe(bucket.Columns)));
        Assert.DoesNotContain(DataDirectoryCheck.Complaints(copy.Root), complaint => !complaint.EndsWith("a log was left", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1970.bin", 0)]
    [InlineData("1970.bin", 100)]
    [InlineData("1970.bin", 37_023)]
    [InlineData("1970.bin", 37_024)]
    [InlineData("1970.bin", -1)]
    [InlineData("*.bin", 0)]
    [InlineData("category_name", 0)]
    [InlineData("category_name", -1)]
    public async Task A_file_that_a_crash_left_half_made_is_completed_from_the_log(string name, long length)
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);

        await using var copy = db.OpenCopy(prepare: root =>
        {
            foreach (var path in Directory.EnumerateFiles(root, name, SearchOption.AllDirectories))
            {
                if (length < 0)
                    File.Delete(path);
                else
                    FileBytes.Truncate(path, length);
            }
        });

        Assert.Empty(copy.Log.Errors); // what is mended is no damage
        Assert.Equal(db.ReadAll(), copy.ReadAll());
        await copy.ReopenAsync(prepare: root => Assert.Empty(DataDirectoryCheck.Complaints(root)));
        Assert.Equal(db.ReadAll(), copy.ReadAll());
    }

    [Theory]
    [InlineData(33_080)]
    [InlineData(312)]
    public async Task A_header_of_which_a_crash_left_only_some_blocks_is_completed_from_the_log(int lostOffset)
    {
        await using var db = TestDatabase.Open();
        // Types other than number 0, so that a lost block of types still looks like one.
        await db.WriteAsync(Bars, [Rows.Epoch(60), .. Enumerable.Range(0, 200).Select(number => Rows.I4($"C{number}", number))]);
        await db.WriteAsync(Ticks, [Rows.Epoch(60), .. Enumerable.Range(0, 200).Select(number => Rows.I4($"C{number}", number)), Rows.Nanoseconds(1)]);

        await using var copy = db.OpenCopy(prepare: root =>
        {
            foreach (var path in Directory.EnumerateFiles(root, "*.bin", SearchOption.AllDirectories))
                FileBytes.Write(path, lostOffset / 4_096 * 4_096, new byte[4_096]);
        });

        Assert.Equal(db.ReadAll(), copy.ReadAll());
        await copy.ReopenAsync();
        Assert.Equal(db.ReadAll(), copy.ReadAll());
    }

    [Fact]
    public async Task A_bucket_destroyed_stays_so_and_one_made_again_has_its_new_schema_only()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        await db.Database.DestroyAsync("A");
        await db.Database.DestroyAsync(Ticks);
        await db.WriteAsync(Ticks, Rows.Epoch(60), Rows.I8("Q", 4));
        await db.WriteAsync(Ticks, Rows.Epoch(120), Rows.I8("Q", 5));

        await using var copy = db.OpenCopy();
        Assert.Equal("T/1Sec/T = Epoch:i8 60 120 | Q:i8 4 5", copy.ReadAll());
        Assert.False(Directory.Exists(copy.PathOf("A")));
        await copy.ReopenAsync();
        Assert.Equal("T/1Sec/T = Epoch:i8 60 120 | Q:i8 4 5", copy.ReadAll());
    }

    [Fact]
    public async Task A_destroy_whose_files_a_kill_left_behind_is_done_again()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        await db.ReopenAsync();
        await db.Database.DestroyAsync("A");
        await db.WriteAsync("A/1Min/C", Rows.Epoch(60), Rows.F4("P", 7));

        await using var before = TestDatabase.Open();
        await WriteAsync(before);
        await before.ReopenAsync();
        await using var copy = db.OpenCopy(prepare: root => Doubles.SparseCopy.Directory(before.PathOf("A"), Path.Combine(root, "A")));

        Assert.Equal(db.ReadAll(), copy.ReadAll());
    }

    [Fact]
    public async Task A_clean_stop_leaves_no_log_and_no_sentinel()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        Assert.Single(db.LogSegments);
        var sentinel = Assert.Single(Directory.GetFiles(db.Root, "WALFile.*.walfile"));
        Assert.Equal("02 01 01 00 00 00 00 00 00 00 00", FileBytes.Hex(sentinel, 0, (int)new FileInfo(sentinel).Length));

        await db.ReopenAsync(prepare: root =>
        {
            Assert.Equal(["A", "T", "category_name"], Directory.EnumerateFileSystemEntries(root).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Empty(DataDirectoryCheck.Complaints(root));
        });
    }

    [Fact]
    public async Task A_sentinel_that_a_kill_left_goes_with_the_next_start()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);

        await using var copy = db.OpenCopy();
        Assert.Single(Directory.GetFiles(copy.Root, $"*{GoLogReplay.Extension}*"));
        await copy.ReopenAsync(prepare: root => Assert.Empty(Directory.GetFiles(root, $"*{GoLogReplay.Extension}*")));
    }

    [Fact]
    public async Task A_directory_in_use_is_refused_and_its_files_stay_untouched()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);
        var entries = Directory.EnumerateFileSystemEntries(db.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();

        var error = Assert.Throws<DirectoryInUseException>(() => Database.Open(db.Options, Microsoft.Extensions.Logging.Abstractions.NullLogger<Database>.Instance));

        Assert.Contains("is in use by another process", error.Message, StringComparison.Ordinal);
        Assert.Equal(entries, Directory.EnumerateFileSystemEntries(db.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
        await db.Database.DisposeAsync();
        await Database.Open(db.Options, Microsoft.Extensions.Logging.Abstractions.NullLogger<Database>.Instance).DisposeAsync();
    }

    [Fact]
    public async Task Without_a_log_nothing_but_a_clean_stop_is_safe()
    {
        await using var db = TestDatabase.Open(options => options with { WalBypass = true });
        await WriteAsync(db);
        Assert.Empty(db.LogSegments);
        var due = db.ReadAll();

        await db.ReopenAsync();
        Assert.Equal(due, db.ReadAll());
    }

    [Fact]
    public async Task Without_a_log_a_kill_takes_the_ticks_that_no_checkpoint_brought_into_their_files()
    {
        await using var db = TestDatabase.Open(options => options with { WalBypass = true });
        await WriteAsync(db);

        await using (var killed = db.OpenCopy())
            Assert.Equal((db.Read(Bars), "Epoch:i8 | P:f4 | Nanoseconds:i4"), (killed.Read(Bars), killed.Read(Ticks)));

        var flushed = new[] { Bars, Ticks }.Select(key => db.Disk.Next(call => call.Kind == DiskCallKind.Flush && call.Path == db.PathOf(key, "2020.bin"))).ToList();
        await db.Database.CheckpointAsync();
        await Task.WhenAll(flushed);
        await using var later = db.OpenCopy();
        Assert.Equal(db.ReadAll(), later.ReadAll());
    }

    [Fact]
    public async Task Without_a_log_bars_are_flushed_when_it_is_time()
    {
        await using var db = TestDatabase.Open(options => options with { WalBypass = true, CheckpointInterval = TimeSpan.FromMilliseconds(10) });
        var flushed = db.Disk.Next(call => call.Kind == DiskCallKind.Flush && call.Path == db.PathOf(Bars, "1970.bin"));
        await db.WriteAsync(Bars, Rows.Epoch(60), Rows.F4("P", 1));

        await flushed;
    }

    [Fact]
    public async Task A_log_left_by_a_kill_is_replayed_also_when_the_next_start_keeps_none()
    {
        await using var db = TestDatabase.Open();
        await WriteAsync(db);

        await using var copy = db.OpenCopy(change: options => options with { WalBypass = true });
        Assert.Equal(db.ReadAll(), copy.ReadAll());
        await copy.ReopenAsync(prepare: root => Assert.Empty(DataDirectoryCheck.LogsLeft(root)));
        Assert.Equal(db.ReadAll(), copy.ReadAll());
    }

    static async Task WriteAsync(TestDatabase db)
    {
        var later = Zones.Seconds("2020-01-01");
        await db.WriteAsync(Bars, Rows.Epoch(60, 120, later), Rows.F4("P", 1, 2, 3));
        await db.WriteAsync(Ticks, Rows.Epoch(61, 60, later), Rows.F4("P", 2, 1, 3), Rows.Nanoseconds(6, 5, 7));
    }
}
