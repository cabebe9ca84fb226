using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Recovery.GoLog;

/// <summary>Logs that the Go server left behind.</summary>
public class GoLogTests
{
    const string Name = "WALFile.1615734500000000001.walfile";
    const string Path2021 = "A/1D/B/2021.bin";
    const string TickPath = "T/1Min/T/2021.bin";

    // Three rows of January 2, 3 and 4.
    const string Row1 = "1609545600";
    const string Row2 = "1609632000";
    const string Row3 = "1609718400";

    static readonly byte[] WorkedExample = FileBytes.FromHex(
        """
        02 01 01 01 e8 d7 9b f7 3d 6c 16
        01 00 24 2b e8 07 3e 6c 16 00 00
        00 db 00 00 00 00 00 00 00
        00 24 2b e8 07 3e 6c 16
        02 00 00 00 00 00 00 00
        00
        18 00
        41 41 50 4c 2f 31 4d 69 6e 2f 4f 48 4c 43 56 2f 32 30 32 31 2e 62 69 6e
        14 00 00 00
        00 00 00 00
        40 a2 33 00 00 00 00 00
        8e 98 01 00 00 00 00 00
        00 00 c0 3f 00 00 00 40 00 00 80 3f 00 00 e0 3f e8 03 00 00
        06 05 45 70 6f 63 68 03 04 4f 70 65 6e 00 04 48 69 67 68 00 03 4c 6f 77 00
        05 43 6c 6f 73 65 00 06 56 6f 6c 75 6d 65 01
        01
        17 00
        54 53 4c 41 2f 31 53 65 63 2f 54 49 43 4b 2f 32 30 32 31 2e 62 69 6e
        18 00 00 00
        0c 00 00 00
        30 ac fa 08 00 00 00 00
        27 c1 5f 00 00 00 00 00
        00 00 c9 42 00 00 cb 42 00 00 00 80
        00 80 c8 42 00 80 ca 42 00 00 00 40
        03 05 45 70 6f 63 68 03 03 42 69 64 00 03 41 73 6b 00
        df ae 4f d3 52 ee 44 ef ed 95 ca 81 45 73 3c 0a
        01 00 24 2b e8 07 3e 6c 16 00 02
        """);

    const string WorkedRows = "AAPL/1Min/OHLCV = Epoch:i8 1615734540 | Open:f4 1.5 | High:f4 2 | Low:f4 1 | Close:f4 1.75 | Volume:i4 1000\n"
        + "TSLA/1Sec/TICK = Epoch:i8 1615734566 1615734566 | Bid:f4 100.25 100.5 | Ask:f4 101.25 101.5 | Nanoseconds:i4 250000000 500000000";

    [Fact]
    public void The_worked_example_is_what_the_writer_of_these_tests_writes() => Assert.Equal(
        WorkedExample,
        new GoLogWriter().Add(GoLogWriter.Status()).Commit(
            1_615_734_570_000_000_000,
            GoLogWriter.Command(
                RecordType.Fixed, "AAPL/1Min/OHLCV/2021.bin", 104_590, FileBytes.FromHex("00 00 c0 3f 00 00 00 40 00 00 80 3f 00 00 e0 3f e8 03 00 00"), 0, 3_383_872,
                new("Open", ElementType.Float32), new("High", ElementType.Float32), new("Low", ElementType.Float32), new("Close", ElementType.Float32), new("Volume", ElementType.Int32)),
            GoLogWriter.Command(
                RecordType.Variable, "TSLA/1Sec/TICK/2021.bin", 6_275_367, FileBytes.FromHex("00 00 c9 42 00 00 cb 42 00 00 00 80 00 80 c8 42 00 80 ca 42 00 00 00 40"), 12, 150_645_808,
                new("Bid", ElementType.Float32), new("Ask", ElementType.Float32))).ToArray());

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_worked_example_replays_to_its_rows_with_and_without_year_files(bool haveFiles)
    {
        await using var db = TestDatabase.Open();
        if (haveFiles)
        {
            DataShape[] bars = [.. ((string[])["Open", "High", "Low", "Close"]).Select(name => new DataShape(name, ElementType.Float32)), new("Volume", ElementType.Int32)];
            await db.CreateAsync("AAPL/1Min/OHLCV", RecordType.Fixed, 2021, bars);
            await db.CreateAsync("TSLA/1Sec/TICK", RecordType.Variable, 2021, new DataShape("Bid", ElementType.Float32), new DataShape("Ask", ElementType.Float32));
        }

        await db.ReopenAsync(prepare: root => File.WriteAllBytes(Path.Combine(root, Name), WorkedExample));

        Assert.Equal(WorkedRows, db.ReadAll());
        Assert.False(File.Exists(db.PathOf(Name)));
        Assert.Empty(db.Log.Errors);
        await db.ReopenAsync(prepare: root =>
        {
            Assert.Empty(DataDirectoryCheck.Complaints(root));
            Assert.Empty(Directory.GetFiles(root, "*.tmp"));
        });
        Assert.Equal(WorkedRows, db.ReadAll());
        Assert.Equal("8e 98 01 00 00 00 00 00 00 00 c0 3f 00 00 00 40 00 00 80 3f 00 00 e0 3f e8 03 00 00 00 00 00 00", FileBytes.Hex(db.PathOf("AAPL", "1Min", "OHLCV", "2021.bin"), 3_383_872, 32));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_taken_over_is_missed_by_whoever_listens_also_behind_a_checkpoint_or_a_kill(bool bypassesLog)
    {
        string[] due = ["AAPL/1Min/OHLCV 1615734540 to 1615734599", "TSLA/1Sec/TICK 1615734566 to 1615734566"];
        await using var db = TestDatabase.Open(options => options with { WalBypass = bypassesLog }, prepare: root => File.WriteAllBytes(Path.Combine(root, Name), WorkedExample));
        await using (var killed = db.OpenCopy())
            Assert.Equal(due, Listen(killed).Missed);
        await db.Database.CheckpointAsync();
        await using (var killed = db.OpenCopy())
            Assert.Equal(due, Listen(killed).Missed);

        var listener = Listen(db);
        Assert.Equal(due, listener.Missed);
        listener.Finish();
        await db.ReopenAsync();
        Assert.Empty(Listen(db).Missed);
    }

    [Fact]
    public async Task Ticks_of_a_log_that_had_reached_their_file_are_missed_too()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("TSLA/1Sec/TICK", Rows.Epoch(1_615_734_566, 1_615_734_566), Rows.F4("Bid", 100.25f, 100.5f), Rows.F4("Ask", 101.25f, 101.5f), Rows.Nanoseconds(250_000_000, 500_000_000));
        db.Database.ForgetMissedChanges();
        await db.ReopenAsync(prepare: root => File.WriteAllBytes(Path.Combine(root, Name), WorkedExample));

        Assert.Contains("TSLA/1Sec/TICK 1615734566 to 1615734566", Listen(db).Missed);
        Assert.Equal(WorkedRows, db.ReadAll());
    }

    static RecordingListener Listen(TestDatabase db)
    {
        var listener = new RecordingListener();
        db.Database.Listen(listener);
        return listener;
    }

    public static readonly TheoryData<string, Func<byte[]>, string, bool> Outcomes = new()
    {
        { "none", () => ThreeGroups(), $"{Row1} {Row2} {Row3}", false },
        { "last confirmation cut off", () => ThreeGroups()[..^11], $"{Row1} {Row2} {Row3}", false },
        { "third group torn in the middle", () => ThreeGroups()[..^40], $"{Row1} {Row2}", true },
        { "a flipped bit in the second group", () => Flipped(1), $"{Row1} {Row3}", true },
        { "flipped bits in two groups", () => Flipped(0, 1), Row3, true },
        { "flipped bits in all groups", () => Flipped(0, 1, 2), "", true },
        { "stray bytes between groups", () => Log(Commit(1), [7, 7, 7], Commit(2), Commit(3)), $"{Row1} {Row2} {Row3}", false },
        { "the first group a second time", () => Log(Commit(1), Commit(2), Commit(3), Commit(1)), $"{Row1} {Row2} {Row3}", true },
        { "status closed and replayed", () => [.. GoLogWriter.Status(2, 2), .. ThreeGroups()[11..]], "", true },
        { "status open and replayed", () => [.. GoLogWriter.Status(1, 2), .. ThreeGroups()[11..]], "", true },
        { "status closed and not replayed", () => [.. GoLogWriter.Status(2, 1), .. ThreeGroups()[11..]], $"{Row1} {Row2} {Row3}", false },
        { "status replay in process", () => [.. GoLogWriter.Status(1, 3), .. ThreeGroups()[11..]], $"{Row1} {Row2} {Row3}", false },
        { "owner 0 and rows", () => [.. GoLogWriter.Status(owner: 0), .. ThreeGroups()[11..]], $"{Row1} {Row2} {Row3}", false },
        { "no status", () => ThreeGroups()[11..], "", true },
        { "10 bytes long", () => ThreeGroups()[..10], "", false },
        { "11 bytes long", () => ThreeGroups()[..11], "", false },
        { "empty", () => [], "", false },
        { "checkpoint of all", () => Log(Commit(1), Commit(2), Commit(3), new GoLogWriter().Checkpoint(3).ToArray()), "", false },
        { "checkpoint of the second group", () => Log(Commit(1), Commit(2), new GoLogWriter().Checkpoint(2).ToArray(), Commit(3)), Row3, false },
        { "checkpoint that was not confirmed", () => Log(Commit(1), Commit(2), GoLogWriter.State(2, 1, 0), Commit(3)), $"{Row1} {Row2} {Row3}", false },
        { "checkpoint of a group that is not there", () => Log(Commit(1), Commit(2), Commit(3), new GoLogWriter().Checkpoint(99).ToArray()), $"{Row1} {Row2} {Row3}", false },
        { "groups out of order", () => Log(Commit(3), Commit(1), Commit(2)), $"{Row1} {Row2} {Row3}", false },
        { "an empty group", () => Log(Commit(1), new GoLogWriter().Commit(2).ToArray(), Commit(3)), $"{Row1} {Row3}", false },
    };

    [Theory, MemberData(nameof(Outcomes))]
    public async Task Damage_costs_what_it_lies_in_and_a_log_with_faults_is_set_aside(string damage, Func<byte[]> log, string due, bool isSetAside)
    {
        var bytes = log();
        await using var db = TestDatabase.Open(prepare: root => File.WriteAllBytes(Path.Combine(root, Name), bytes));

        Assert.True((due.Length == 0 ? "" : $"Epoch:i8 {due}") == (db.ReadAll().Length == 0 ? "" : db.Read("A/1D/B").Split(" | ")[0]), $"{damage}: {db.ReadAll()}");
        Assert.False(File.Exists(db.PathOf(Name)));
        Assert.Equal(isSetAside, File.Exists(db.PathOf(Name + ".tmp")));
        if (isSetAside)
            Assert.Equal(bytes, File.ReadAllBytes(db.PathOf(Name + ".tmp")));
        Assert.Equal(isSetAside && !damage.StartsWith("status", StringComparison.Ordinal) && damage != "no status", db.Log.Errors.Count > 0);
        await db.ReopenAsync();
        Assert.Equal(isSetAside, File.Exists(db.PathOf(Name + ".tmp")));
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_never_makes_up_a_row_nor_fails_the_start()
    {
        var sound = ThreeGroups();
        for (var offset = 0; offset < sound.Length; offset++)
        {
            var bytes = (byte[])sound.Clone();
            bytes[offset] ^= (byte)(1 << (offset % 8));
            await using var db = TestDatabase.Open(options => options with { WalSync = WalSync.None }, prepare: root => File.WriteAllBytes(Path.Combine(root, Name), bytes));
            var rows = db.ReadAll();
            Assert.True(rows.Length == 0 || rows.Split("Epoch:i8 ")[1].Split(" | ")[0].Split(' ').All(row => row is Row1 or Row2 or Row3), $"offset {offset}: {rows}");
        }
    }

    [Fact]
    public async Task Random_bytes_never_fail_the_start()
    {
        var random = new Random(9);
        for (var round = 0; round < 100; round++)
        {
            var bytes = ThreeGroups();
            random.NextBytes(bytes.AsSpan(random.Next(11, bytes.Length)));
            for (var count = 0; count < 5; count++)
                bytes[random.Next(11, bytes.Length)] = (byte)random.Next(3);
            await using var db = TestDatabase.Open(options => options with { WalSync = WalSync.None }, prepare: root => File.WriteAllBytes(Path.Combine(root, Name), bytes));
        }
    }

    [Theory]
    [InlineData("../../evil/1D/B/2021.bin")]
    [InlineData("/evil/1D/2021.bin")]
    [InlineData("A/1D/2021.bin")]
    [InlineData("A/1D/B/2021")]
    [InlineData("A/1D/B/C/2021.bin")]
    [InlineData("A/1D/../2021.bin")]
    [InlineData("A/Nothing/B/2021.bin")]
    [InlineData("A/1D/B/99999.bin")]
    [InlineData("A/1D/B/x.bin")]
    [InlineData("")]
    public async Task A_path_that_names_no_year_file_costs_its_rows_alone(string path)
    {
        await using var db = TestDatabase.Open(prepare: root => File.WriteAllBytes(
            Path.Combine(root, Name), Log(new GoLogWriter().Commit(1, GoLogWriter.Bar(path, 1, 1), GoLogWriter.Bar(Path2021, 2, 2)).ToArray())));

        Assert.Equal($"A/1D/B = Epoch:i8 {Row2} | P:f4 2", db.ReadAll());
        Assert.Contains(path, Assert.Single(db.Log.Errors), StringComparison.Ordinal);
        Assert.True(File.Exists(db.PathOf(Name + ".tmp")));
    }

    public static readonly TheoryData<string, byte[]> Misfits = new()
    {
        { "slot 366 is not one of 2021", GoLogWriter.Bar(Path2021, 366, 1) },
        { "slot -1 is not one of 2021", GoLogWriter.Bar(Path2021, -1, 1) },
        { "does not fit the bucket's 4", GoLogWriter.Command(RecordType.Fixed, Path2021, 1, new byte[5], 0, columns: new DataShape("P", ElementType.Float32)) },
        { "does not fit the bucket's 4", GoLogWriter.Ticks(Path2021, 1, (1, 1)) },
        { "slot 75086 is not one of 2021", GoLogWriter.Ticks("A/7Min/T/2021.bin", 75_086, (1, 1)) },
        { "slot 0 is not one of 2021", GoLogWriter.Command(RecordType.Fixed, "W/1D/B/2021.bin", 0, new byte[64 * 50], 0, columns: [.. Enumerable.Range(0, 50).Select(number => new DataShape($"C{number}", ElementType.String16))]) },
        { "do not fit the bucket's 8 bytes", GoLogWriter.Command(RecordType.Variable, "V/1Min/T/2021.bin", 1, new byte[12], 12, columns: new DataShape("P", ElementType.Float32)) },
        { "do not fit the bucket's 8 bytes", GoLogWriter.Command(RecordType.Variable, "V/1Min/T/2021.bin", 1, new byte[12], 8, columns: new DataShape("P", ElementType.Float32)) },
    };

    [Theory, MemberData(nameof(Misfits))]
    public async Task Rows_that_do_not_fit_their_bucket_cost_their_file_alone(string due, byte[] command)
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1D/B", Rows.Epoch(long.Parse(Row1, null)), Rows.F4("P", 1));
        await db.ReopenAsync(prepare: root => File.WriteAllBytes(Path.Combine(root, Name), Log(new GoLogWriter().Commit(1, command, GoLogWriter.Bar("Z/1D/B/2021.bin", 2, 2)).ToArray())));

        Assert.Contains(due, Assert.Single(db.Log.Errors), StringComparison.Ordinal);
        Assert.Equal($"Epoch:i8 {Row1} | P:f4 1", db.Read("A/1D/B"));
        Assert.Equal($"Epoch:i8 {Row2} | P:f4 2", db.Read("Z/1D/B"));
    }

    [Fact]
    public async Task Daily_rows_of_January_1_come_in()
    {
        await using var db = TestDatabase.Open(prepare: root => File.WriteAllBytes(
            Path.Combine(root, Name), Log(new GoLogWriter().Commit(1, GoLogWriter.Bar(Path2021, 0, 1), GoLogWriter.Bar(Path2021, 1, 2)).ToArray())));

        Assert.Equal($"A/1D/B = Epoch:i8 1609459200 {Row1} | P:f4 1 2", db.ReadAll());
    }

    [Fact]
    public async Task The_last_of_several_bars_of_a_slot_counts_over_groups_too()
    {
        await using var db = TestDatabase.Open(prepare: root => File.WriteAllBytes(
            Path.Combine(root, Name), Log(
                new GoLogWriter().Commit(2, GoLogWriter.Bar(Path2021, 1, 5)).ToArray(),
                new GoLogWriter().Commit(1, GoLogWriter.Bar(Path2021, 1, 3), GoLogWriter.Bar(Path2021, 1, 4)).ToArray())));

        Assert.Equal($"A/1D/B = Epoch:i8 {Row1} | P:f4 5", db.ReadAll());
    }

    // Each tick is half or a quarter of a minute into the slot of 00:00 or 00:01; the log holds x, x, y for one slot and z for the other.
    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("xx")]
    [InlineData("xxy")]
    [InlineData("xxyz")]
    [InlineData("xz")]
    [InlineData("z")]
    public async Task Ticks_that_had_reached_their_file_are_not_doubled(string reached)
    {
        await using var db = TestDatabase.Open();
        await db.CreateAsync("T/1Min/T", RecordType.Variable, 2021, new DataShape("P", ElementType.Float32));
        await db.WriteAsync("T/1Min/T", Rows.Epoch(1_609_459_200), Rows.F4("P", 0), Rows.Nanoseconds(0));
        foreach (var tick in reached)
            await db.WriteAsync("T/1Min/T", tick switch { 'x' => TickOf(30, 1), 'y' => TickOf(15, 2), _ => TickOf(75, 3) });

        await db.ReopenAsync(prepare: root => File.WriteAllBytes(Path.Combine(root, Name), Log(
            new GoLogWriter().Commit(1, GoLogWriter.Ticks(TickPath, 1, (1, 0x8000_0000))).ToArray(),
            new GoLogWriter().Commit(2, GoLogWriter.Ticks(TickPath, 1, (1, 0x8000_0000)), GoLogWriter.Ticks(TickPath, 2, (3, 0x4000_0000))).ToArray(),
            new GoLogWriter().Commit(3, GoLogWriter.Ticks(TickPath, 1, (2, 0x4000_0000))).ToArray())));

        const string due = "Epoch:i8 1609459200 1609459215 1609459230 1609459230 1609459275 | P:f4 0 2 1 1 3 | Nanoseconds:i4 0 0 0 0 0";
        Assert.Equal(due, db.Read("T/1Min/T"));
        await db.ReopenAsync();
        Assert.Equal(due, db.Read("T/1Min/T"));
    }

    [Fact]
    public async Task A_kill_at_any_step_of_the_takeover_loses_and_doubles_nothing()
    {
        var log = Log(
            new GoLogWriter().Commit(1, GoLogWriter.Ticks(TickPath, 1, (1, 0x8000_0000), (1, 0x8000_0000)), GoLogWriter.Bar(Path2021, 1, 5)).ToArray(),
            new GoLogWriter().Commit(2, GoLogWriter.Ticks(TickPath, 1, (1, 0x8000_0000)), GoLogWriter.Ticks("U/1Min/T/2021.bin", 2, (3, 0x4000_0000))).ToArray());
        using var copies = new TemporaryDirectory();
        var steps = new List<string>();
        HookedDisk? watched = null;
        string due;
        await using (var db = TestDatabase.Open(
            prepare: root => File.WriteAllBytes(Path.Combine(root, Name), log),
            hook: disk =>
            {
                watched = disk;
                disk.After = call =>
                {
                    if (!call.Changes)
                        return;
                    lock (steps)
                    {
                        steps.Add($"{call.Kind} {call.Path}");
                        disk.WhileStill(() => SparseCopy.Directory(DataOf(call.Path), copies.Combine($"{steps.Count - 1}", "data")));
                    }
                };
            }))
        {
            watched!.After = null;
            due = db.ReadAll();
        }

        Assert.Equal(
            $"A/1D/B = Epoch:i8 {Row1} | P:f4 5\nT/1Min/T = Epoch:i8 1609459230 1609459230 1609459230 | P:f4 1 1 1 | Nanoseconds:i4 0 0 0\nU/1Min/T = Epoch:i8 1609459275 | P:f4 3 | Nanoseconds:i4 0", due);
        for (var step = 0; step < steps.Count; step++)
        {
            await using var copy = TestDatabase.Open(prepare: root => SparseCopy.Directory(copies.Combine($"{step}", "data"), root));
            Assert.True(due == copy.ReadAll(), $"after {steps[step]}: {copy.ReadAll()}");
        }
    }

    [Theory]
    [InlineData(DiskCallKind.Write, ".mslog")]
    [InlineData(DiskCallKind.Flush, ".mslog")]
    public async Task A_takeover_that_the_log_refuses_leaves_the_file_for_the_next_start(DiskCallKind kind, string extension)
    {
        using var directory = new TemporaryDirectory();
        var options = new DatabaseOptions { RootDirectory = directory.Combine("data") };
        Directory.CreateDirectory(options.RootDirectory);
        File.WriteAllBytes(Path.Combine(options.RootDirectory, Name), ThreeGroups());
        var disk = new HookedDisk();
        disk.Before = call =>
        {
            if (call.Kind == kind && call.Path.EndsWith(extension, StringComparison.Ordinal))
                throw Faults.Broken(call);
        };

        Assert.Throws<MarketStore.Core.Errors.MarketStoreException>(() => Database.Open(options, new RecordingLog(), disk, TimeProvider.System));
        Assert.True(File.Exists(Path.Combine(options.RootDirectory, Name)));

        await using var db = TestDatabase.Open(prepare: root => SparseCopy.Directory(options.RootDirectory, root));
        Assert.Equal($"A/1D/B = Epoch:i8 {Row1} {Row2} {Row3} | P:f4 1 2 3", db.ReadAll());
        Assert.False(File.Exists(db.PathOf(Name)));
    }

    [Fact]
    public async Task Several_logs_are_taken_over_in_the_order_of_their_names()
    {
        await using var db = TestDatabase.Open(prepare: root =>
        {
            File.WriteAllBytes(Path.Combine(root, "WALFile.2.walfile"), Log(new GoLogWriter().Commit(1, GoLogWriter.Bar(Path2021, 1, 2)).ToArray()));
            File.WriteAllBytes(Path.Combine(root, "WALFile.1.walfile"), Log(new GoLogWriter().Commit(9, GoLogWriter.Bar(Path2021, 1, 1), GoLogWriter.Bar(Path2021, 2, 1)).ToArray()));
            File.WriteAllBytes(Path.Combine(root, "WALFile.1.walfile.tmp"), [1, 2, 3]);
        });

        Assert.Equal($"A/1D/B = Epoch:i8 {Row1} {Row2} | P:f4 2 1", db.ReadAll());
        Assert.Equal([1, 2, 3], File.ReadAllBytes(db.PathOf("WALFile.1.walfile.tmp")));
    }

    [Fact]
    public async Task A_log_taken_over_without_a_log_of_our_own_is_safe_before_it_goes()
    {
        using var copies = new TemporaryDirectory();
        var taken = false;
        await using var db = TestDatabase.Open(
            options => options with { WalBypass = true },
            prepare: root => File.WriteAllBytes(Path.Combine(root, Name), Log(new GoLogWriter().Commit(1, GoLogWriter.Ticks(TickPath, 1, (1, 0x8000_0000))).ToArray())),
            hook: disk => disk.After = call =>
            {
                if (call.Kind != DiskCallKind.DeleteFile || call.Name != Name)
                    return;
                taken = true;
                SparseCopy.Directory(Path.GetDirectoryName(call.Path)!, copies.Combine("data"));
            });

        // The start alone may not remove it; the first checkpoint does.
        if (!taken)
            await db.ReopenAsync();
        Assert.True(taken);
        await using var copy = TestDatabase.Open(prepare: root => SparseCopy.Directory(copies.Combine("data"), root));
        Assert.Equal("T/1Min/T = Epoch:i8 1609459230 | P:f4 1 | Nanoseconds:i4 0", copy.ReadAll());
    }

    static MarketStore.Core.Series.Column[] TickOf(long second, float price) => [Rows.Epoch(1_609_459_200 + second), Rows.F4("P", price), Rows.Nanoseconds(0)];

    static byte[] Commit(int number) => new GoLogWriter().Commit(number, GoLogWriter.Bar(Path2021, number, number)).ToArray();

    static byte[] Log(params byte[][] parts) => new GoLogWriter().Add(GoLogWriter.Status()).Add(parts).ToArray();

    static byte[] ThreeGroups() => Log(Commit(1), Commit(2), Commit(3));

    /// <summary>A bit of the row in each of some groups.</summary>
    static byte[] Flipped(params int[] groups)
    {
        var bytes = ThreeGroups();
        var length = Commit(1).Length;
        foreach (var group in groups)
            bytes[11 + (group * length) + length - 11 - 16 - 15] ^= 1;
        return bytes;
    }

    static string DataOf(string path)
    {
        while (Path.GetFileName(path) != "data")
            path = Path.GetDirectoryName(path)!;
        return path;
    }
}
