using System.Globalization;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Storage.Wal;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Wal;

/// <summary>A log that is cut short or changed: a start never fails, and restores a prefix of whole batches.</summary>
public sealed class LogDamageTests : IAsyncLifetime
{
    const string Segment = "0000000000000001.mslog";

    /// <summary>Where each operation ends in the log, and what is to be read from then on.</summary>
    readonly List<(long End, string Due)> _states = [(0, "")];

    byte[] _log = [];

    public async ValueTask InitializeAsync()
    {
        await using var db = TestDatabase.Open();
        long end = 0;
        db.Disk.After = call => end = call is { Kind: DiskCallKind.Write, IsLog: true } ? call.Offset + call.Length : end;
        await Do(() => db.WriteAsync("A/1D/B", Rows.Epoch(0, 86_400), Rows.F4("P", 1, 2)));
        await Do(() => db.Database.WriteAsync([
            TestDatabase.Write("T/1D/T", Rows.Epoch(60, 60), Rows.F4("P", 1, 1), Rows.Nanoseconds(5, 5)), TestDatabase.Write("A/1D/B", Rows.Epoch(0), Rows.F4("P", 3)),
        ]));
        await Do(() => db.CreateAsync("C/1D/B", RecordType.Fixed, 1999, new DataShape("P", ElementType.Float32)));
        await Do(() => db.Database.DestroyAsync("A"));
        await Do(() => db.WriteAsync("T/1D/T", Rows.Epoch(60), Rows.F4("P", 2), Rows.Nanoseconds(5)));
        _log = FileBytes.At(db.PathOf(Segment), 0, (int)new FileInfo(db.PathOf(Segment)).Length);
        Assert.Equal(_log.Length, end);

        async Task Do(Func<Task> act)
        {
            await act();
            _states.Add((end, db.ReadAll()));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Cut_at_any_byte_it_restores_whole_operations_and_says_nothing_of_damage()
    {
        for (var length = 0; length <= _log.Length; length++)
        {
            await using var db = OpenWith(_log[..length]);
            Assert.True(StateAt(length) == db.ReadAll(), $"cut at {length}: due {StateAt(length)}, given {db.ReadAll()}");
            Assert.True(db.Log.Errors.Count == 0, $"cut at {length}: {string.Join('\n', db.Log.Errors)}");
            Assert.Empty(DamagedIn(db));
        }
    }

    [Fact]
    public async Task Cut_anywhere_it_takes_new_rows_that_survive_the_next_kill()
    {
        for (var length = 0; length <= _log.Length; length += 97)
        {
            await using var db = OpenWith(_log[..length]);
            await db.WriteAsync("NEW/1D/B", Rows.Epoch(0), Rows.F4("P", 1));
            await using var copy = db.OpenCopy();
            Assert.Contains("NEW/1D/B = Epoch:i8 0 | P:f4 1", copy.ReadAll(), StringComparison.Ordinal);
            Assert.Equal(db.ReadAll(), copy.ReadAll());
        }
    }

    [Fact]
    public async Task Zeros_behind_the_end_are_what_a_power_cut_leaves()
    {
        foreach (var zeros in (int[])[1, 40, 4_096])
        {
            await using var db = OpenWith([.. _log, .. new byte[zeros]]);
            Assert.Equal(_states[^1].Due, db.ReadAll());
            Assert.Empty(db.Log.Errors);
        }
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_costs_what_comes_from_there_on_and_no_more()
    {
        for (var offset = SegmentHeader.Size; offset < _log.Length; offset += 5)
        {
            var log = (byte[])_log.Clone();
            log[offset] ^= (byte)(1 << (offset % 8));
            await using var db = OpenWith(log);
            Assert.True(StateAt(offset) == db.ReadAll(), $"flipped at {offset}: due {StateAt(offset)}, given {db.ReadAll()}");
        }
    }

    [Fact]
    public async Task Damage_in_the_middle_is_named_with_segment_offset_and_buckets_and_kept_as_evidence()
    {
        var log = (byte[])_log.Clone();
        // In the rows of the second batch.
        log[_states[2].End - 3] ^= 1;
        await using var db = OpenWith(log);

        var error = Assert.Single(db.Log.Errors);
        Assert.Contains($"{db.PathOf(Segment)} is damaged from offset ", error, StringComparison.Ordinal);
        var offset = long.Parse(error.Split("offset ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(offset, _states[1].End, _states[2].End);
        Assert.Contains("A/1D/B, T/1D/T", error, StringComparison.Ordinal);
        Assert.Equal([Segment + ".damaged"], DamagedIn(db));
        Assert.Equal(log, File.ReadAllBytes(db.PathOf(Segment + ".damaged")));

        await db.ReopenAsync(prepare: root => Assert.Empty(DataDirectoryCheck.LogsLeft(root)));
        Assert.Equal(_states[1].Due, db.ReadAll());
        Assert.Equal(log, File.ReadAllBytes(db.PathOf(Segment + ".damaged")));
        Assert.Single(db.Log.Errors);
    }

    [Fact]
    public async Task The_evidence_of_one_damage_does_not_overwrite_that_of_another()
    {
        await using var db = OpenWith(Damaged(_states[2].End - 3));
        await db.ReopenAsync(prepare: root => File.WriteAllBytes(Path.Combine(root, Segment), Damaged(_states[1].End - 3)));

        Assert.Equal(
            new[] { Convert.ToHexString(Damaged(_states[1].End - 3)), Convert.ToHexString(Damaged(_states[2].End - 3)) }.Order(StringComparer.Ordinal),
            DamagedIn(db).Select(name => Convert.ToHexString(File.ReadAllBytes(db.PathOf(name)))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(63)]
    public async Task A_damaged_segment_header_is_named_and_the_segment_kept_as_evidence(int offset)
    {
        await using var db = OpenWith(Damaged(offset));

        Assert.Equal("", db.ReadAll());
        Assert.Contains("has no sound header", Assert.Single(db.Log.Errors), StringComparison.Ordinal);
        Assert.Equal([Segment + ".damaged"], DamagedIn(db));
        await db.WriteAsync("NEW/1D/B", Rows.Epoch(0), Rows.F4("P", 1));
        await db.ReopenAsync(prepare: root => Assert.Empty(DataDirectoryCheck.LogsLeft(root)));
        Assert.Equal("NEW/1D/B = Epoch:i8 0 | P:f4 1", db.ReadAll());
    }

    [Fact]
    public async Task A_segment_under_the_number_of_another_is_not_believed()
    {
        await using var db = OpenWith(_log, "0000000000000005.mslog");

        Assert.Equal("", db.ReadAll());
        Assert.Single(db.Log.Errors);
    }

    [Theory]
    [InlineData("1.mslog")]
    [InlineData("000000000000000g.mslog")]
    [InlineData("0000000000000001.mslog.bak")]
    [InlineData("0000000000000001.MSLOG")]
    public async Task Other_names_are_no_segments_and_stay(string name)
    {
        await using var db = OpenWith(_log, name);
        Assert.Equal("", db.ReadAll());
        await db.ReopenAsync();
        Assert.Equal(_log, File.ReadAllBytes(db.PathOf(name)));
    }

    [Fact]
    public async Task A_damaged_segment_keeps_the_next_one_from_nothing()
    {
        await using var db = OpenWith(_log);
        await db.WriteAsync("NEW/1D/B", Rows.Epoch(0), Rows.F4("P", 1));

        await using var copy = db.OpenCopy(prepare: root =>
        {
            File.WriteAllBytes(Path.Combine(root, Segment), Damaged(_states[2].End - 3));
            Directory.Delete(Path.Combine(root, "T"), recursive: true);
            Directory.Delete(Path.Combine(root, "C"), recursive: true);
        });
        Assert.Equal(_states[1].Due + "\nNEW/1D/B = Epoch:i8 0 | P:f4 1", copy.ReadAll());
    }

    [Fact]
    public async Task Random_bytes_behind_a_sound_header_are_passed_over()
    {
        var random = new Random(17);
        for (var round = 0; round < 40; round++)
        {
            var log = (byte[])_log.Clone();
            random.NextBytes(log.AsSpan(random.Next(SegmentHeader.Size, log.Length)));
            await using var db = OpenWith(log);
            Assert.Contains(db.ReadAll(), _states.Select(state => state.Due));
        }
    }

    byte[] Damaged(long offset)
    {
        var log = (byte[])_log.Clone();
        log[offset] ^= 1;
        return log;
    }

    string StateAt(long length) => _states.Last(state => state.End <= length).Due;

    static string[] DamagedIn(TestDatabase db) => [.. Directory.EnumerateFiles(db.Root, "*.damaged*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>A start that finds this log and nothing else; the log stays, so that it can be looked at.</summary>
    static TestDatabase OpenWith(byte[] log, string name = Segment) =>
        TestDatabase.Open(options => options with { WalSync = WalSync.None }, prepare: root => File.WriteAllBytes(Path.Combine(root, name), log));
}
