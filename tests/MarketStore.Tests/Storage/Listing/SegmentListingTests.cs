using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Listing;
using MarketStore.Storage.Scrub;
using MarketStore.Storage.Wal;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Listing;

/// <summary>Segments that a database wrote, whole and damaged.</summary>
public sealed class SegmentListingTests : IAsyncLifetime, IDisposable
{
    const string Segment = "0000000000000001.mslog";

    readonly TemporaryDirectory _directory = new();
    byte[] _log = [];

    public async ValueTask InitializeAsync()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1D/B", Rows.Epoch(0, 86_400), Rows.F4("P", 1, 2));
        await db.Database.WriteAsync([
            TestDatabase.Write("T/1D/T", Rows.Epoch(60, 60), Rows.F4("P", 1, 1), Rows.Nanoseconds(5, 5)), TestDatabase.Write("A/1D/B", Rows.Epoch(31_536_000), Rows.F4("P", 3)),
        ]);
        await db.CreateAsync("C/1D/B", RecordType.Fixed, 1999, new DataShape("P", ElementType.Float32));
        await db.Database.DeleteAsync(TimeBucketKey.Parse("A/1D/B"), new TimeRange(EpochTime.FromSecondsAndNanos(0, 0), EpochTime.FromSecondsAndNanos(1, 0)));
        await db.Database.DestroyAsync("C");
        await db.WriteAsync("T/1D/T", Rows.Epoch(60), Rows.F4("P", 2), Rows.Nanoseconds(5));
        _log = FileBytes.At(db.PathOf(Segment), 0, (int)new FileInfo(db.PathOf(Segment)).Length);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Each_record_is_told_with_what_it_does_to_which_bucket_and_year()
    {
        var (entries, summary) = List(_log);

        Assert.Equal(
            [
                "segment", "definition A/1D/B: 0 rows", "batch A/1D/B 1970: 2 rows", "definition T/1D/T: 0 rows", "batch T/1D/T 1970: 2 rows, A/1D/B 1971: 1 rows",
                "definition C/1D/B: 0 rows", "create C/1D/B 1999: 0 rows", "delete A/1D/B 1970: 0 rows", "destroy C", "batch T/1D/T 1970: 1 rows",
            ],
            entries.Select(Describe));
        Assert.Equal((LogFormat.Segment, 9L, 3L, 6L, 0L, false), (summary.Format, summary.Records, summary.Writes, summary.Rows, summary.Faults, summary.IsTorn));
        Assert.True(summary.IsSound);
    }

    [Fact]
    public void The_entries_of_a_sound_log_follow_each_other_without_a_gap()
    {
        var (entries, summary) = List(_log);

        var end = 0L;
        foreach (var entry in entries)
        {
            Assert.Equal(end, entry.Offset);
            end += entry.Bytes;
        }

        Assert.Equal((_log.LongLength, _log.LongLength), (end, summary.FileBytes));
        Assert.Equal(entries.Select(entry => entry.Sequence!.Value).Skip(1).Order(), entries.Select(entry => entry.Sequence!.Value).Skip(1));
    }

    [Fact]
    public void Cut_at_any_byte_it_is_torn_there_and_sound()
    {
        var ends = List(_log).Entries.Select(entry => entry.Offset + entry.Bytes).ToHashSet();
        for (var length = 0; length <= _log.Length; length++)
        {
            var (entries, summary) = List(_log[..length]);

            Assert.True(summary.IsSound, $"cut at {length}: {summary.Faults} faults");
            Assert.True(summary.IsTorn == !ends.Contains(length), $"cut at {length}: torn {summary.IsTorn}");
            Assert.Equal(length, entries.Sum(entry => entry.Bytes));
        }
    }

    [Fact]
    public void A_bit_that_flips_before_the_last_record_is_damage_at_its_record_and_all_others_are_listed()
    {
        var whole = List(_log).Entries;
        var last = whole[^1].Offset;
        for (var offset = 0; offset < last; offset++)
        {
            var (entries, summary) = List(Flipped(offset));

            var hit = whole.Single(entry => offset >= entry.Offset && offset < entry.Offset + entry.Bytes);
            Assert.True(summary.Faults > 0, $"byte {offset}");
            Assert.Contains(entries, entry => entry.Fault is not null && entry.Offset == hit.Offset);
            Assert.Equal(whole.Where(entry => entry != hit).Select(entry => entry.Offset).ToHashSet(), entries.Where(entry => entry.Kind != LogEntryKind.Damage).Select(entry => entry.Offset).ToHashSet());
        }
    }

    [Fact]
    public void What_is_sound_behind_damage_is_listed_and_a_start_does_not_get_to_it()
    {
        var batch = List(_log).Entries.First(entry => entry.Kind == LogEntryKind.Batch);

        var (entries, summary) = List(Flipped((int)(batch.Offset + batch.Bytes - 1)));

        var damage = Assert.Single(entries, entry => entry.Kind == LogEntryKind.Damage);
        Assert.Equal((batch.Offset, batch.Bytes), (damage.Offset, damage.Bytes));
        Assert.All(entries, entry => Assert.Equal(entry.Offset <= damage.Offset, entry.IsReached));
        Assert.Equal((1L, 0L, 1L), (summary.Records, summary.Writes, summary.Faults));
    }

    [Fact]
    public void A_segment_with_a_damaged_header_is_listed_by_the_number_in_its_name()
    {
        var (entries, summary) = List(Flipped(20));

        Assert.Equal(LogEntryKind.Damage, entries[0].Kind);
        Assert.Equal(10, entries.Count);
        Assert.All(entries.Skip(1), entry => Assert.False(entry.IsReached));
        Assert.False(summary.IsSound);
    }

    [Fact]
    public void A_segment_under_the_name_of_another_is_damage()
    {
        var (_, summary) = List(_log, "0000000000000002.mslog");
        Assert.Equal((9L, 1L), (summary.Records + 9, summary.Faults));
    }

    [Theory]
    [InlineData("0000000000000001.mslog.damaged")]
    [InlineData("renamed")]
    public void A_copy_is_known_by_its_contents(string name) => Assert.Equal((9L, true), (List(_log, name).Summary.Records, List(_log, name).Summary.IsSound));

    [Fact]
    public void What_the_next_segment_says_does_not_count_is_not_listed_as_records()
    {
        var end = List(_log).Entries[^1].Offset;
        var header = new byte[SegmentHeader.Size];
        new SegmentHeader(2, 100, 1, end).Write(header);
        File.WriteAllBytes(_directory.Combine("0000000000000002.mslog"), header);

        var (entries, summary) = List(_log);

        Assert.Equal((LogEntryKind.Refused, end, _log.Length - end), (entries[^1].Kind, entries[^1].Offset, entries[^1].Bytes));
        Assert.Equal((8L, true), (summary.Records, summary.IsSound));
    }

    [Theory]
    [InlineData("notes.txt", "some text that is no log")]
    [InlineData("empty", "")]
    public void Another_file_is_no_log(string name, string content)
    {
        var (entries, summary) = List(System.Text.Encoding.UTF8.GetBytes(content), name);
        Assert.Empty(entries);
        Assert.Equal((LogFormat.None, false), (summary.Format, summary.IsSound));
    }

    [Theory]
    [InlineData(Segment)]
    [InlineData("WALFile.1.walfile")]
    public void Any_bytes_are_listed_in_order_and_to_an_end(string name)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(0, 4_000)];
            random.NextBytes(bytes);
            // Small numbers are what kinds, states and lengths look like; a sound start brings the reading further.
            for (var place = 0; place < bytes.Length; place++)
                bytes[place] = random.Next(3) > 0 ? (byte)(bytes[place] % 3) : bytes[place];
            var start = _log.AsSpan(0, random.Next(0, Math.Min(_log.Length, bytes.Length)));
            if (name == Segment)
                start.CopyTo(bytes);

            var entries = List(bytes, name).Entries;

            Assert.True(entries.TrueForAll(entry => entry.Offset >= 0 && entry.Bytes >= 0 && entry.Offset + entry.Bytes <= bytes.Length), $"seed {seed}: an entry lies outside");
            Assert.True(entries.Zip(entries.Skip(1)).All(pair => pair.First.Offset <= pair.Second.Offset), $"seed {seed}: entries are out of order");
        }
    }

    [Fact]
    public void A_directory_and_a_file_that_is_not_there_are_named()
    {
        Assert.Contains(_directory.Path, Assert.ThrowsAny<IOException>(() => LogListing.Run(_directory.Path, _ => { })).Message, StringComparison.Ordinal);
        Assert.Contains("nothing.mslog", Assert.ThrowsAny<IOException>(() => LogListing.Run(_directory.Combine("nothing.mslog"), _ => { })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocks_and_carried_rows_of_a_checkpoint_are_told()
    {
        var kept = new List<string>();
        await using var db = TestDatabase.Open();
        await db.WriteAsync("T/1D/T", Rows.Epoch(60, 60), Rows.F4("P", 1, 1), Rows.Nanoseconds(5, 5));
        db.Disk.Before = call =>
        {
            if (call is { Kind: DiskCallKind.DeleteFile, IsLog: true } && kept.Count == 0)
                LogListing.Run(db.PathOf("0000000000000002.mslog"), entry => kept.Add(Describe(entry)));
        };

        await db.CheckpointAsync();

        Assert.Equal(["segment", "definition T/1D/T: 0 rows", "blocks T/1D/T 1970: 1 rows"], kept);
    }

    [Fact]
    public void A_deletion_in_a_log_that_a_kill_left_is_no_finding_of_the_scrubber()
    {
        File.WriteAllBytes(_directory.Combine(Segment), _log);
        var report = Scrubber.Run(new() { RootDirectory = _directory.Path });
        Assert.True(report.IsClean, string.Join('\n', report.Findings));
        Assert.Equal(9, report.LogRecords);
    }

    static string Describe(LogEntry entry)
    {
        var kind = entry.Kind.ToString().ToLowerInvariant();
        return entry.Kind == LogEntryKind.Destroy ? $"{kind} {entry.Text}"
            : entry.Parts.Count == 0 ? kind
            : $"{kind} {string.Join(", ", entry.Parts.Select(part => $"{part.Bucket}{(part.Year is { } year ? $" {year}" : "")}: {part.Rows} rows"))}";
    }

    byte[] Flipped(int offset)
    {
        byte[] log = [.. _log];
        log[offset] ^= 1;
        return log;
    }

    (List<LogEntry> Entries, LogSummary Summary) List(byte[] log, string name = Segment)
    {
        var path = _directory.Combine(name);
        File.WriteAllBytes(path, log);
        var entries = new List<LogEntry>();
        return (entries, LogListing.Run(path, entries.Add));
    }
}
