using MarketStore.Core.Types;
using MarketStore.Storage.Listing;
using MarketStore.Storage.Recovery.GoLog;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.Tests.Storage.Recovery.GoLog;
using MarketStore.Tests.TestKit;
using Xunit;

namespace MarketStore.Tests.Storage.Listing;

/// <summary>Logs of the Go server: what is listed is what a start takes over.</summary>
public sealed class GoLogListingTests : IDisposable
{
    const string Name = "WALFile.1615734500000000001.walfile";

    static readonly byte[] Log = new GoLogWriter().Add(GoLogWriter.Status())
        .Commit(5, GoLogWriter.Bar("A/1D/B/2021.bin", 1, 1), GoLogWriter.Bar("A/1D/B/2021.bin", 2, 2), GoLogWriter.Bar("B/1D/B/2020.bin", 1, 1))
        .Checkpoint(5)
        .Commit(6, GoLogWriter.Ticks("T/1Min/T/2021.bin", 7, (1, 1), (2, 2), (3, 3)))
        .Commit(7, GoLogWriter.Bar("A/1D/B/2021.bin", 3, 1))
        .ToArray();

    readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Recorded => [.. GoldenFiles.Archives.Where(name => name.EndsWith("-wal", StringComparison.Ordinal))];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Groups_their_buckets_commits_and_checkpoints_are_told()
    {
        var (entries, summary) = List(Log);

        Assert.Equal(
            [
                "Status ", "Prepare 5", "Group 5 A/1D/B 2021: 2 rows, 8 bytes; B/1D/B 2020: 1 rows, 4 bytes", "Commit 5", "CheckpointBegin 5", "Checkpoint 5",
                "Prepare 6", "Group 6 T/1Min/T 2021: 3 rows, 24 bytes", "Commit 6", "Prepare 7", "Group 7 A/1D/B 2021: 1 rows, 4 bytes", "Commit 7",
            ],
            entries.Select(Describe));
        Assert.Equal((LogFormat.GoLog, 12L, 3L, 7L, 2L, 0L), (summary.Format, summary.Records, summary.Writes, summary.Rows, summary.PendingGroups!.Value, summary.Faults));
        Assert.Equal(Log.Length, entries.Sum(entry => entry.Bytes));
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_recorded_log_is_sound_and_has_the_groups_that_a_start_takes_over(string archive)
    {
        using var golden = new GoldenArchive(archive);
        var path = Assert.Single(Directory.GetFiles(golden.Root, "*.walfile"));
        var reader = GoLogReader.Read(File.ReadAllBytes(path));
        var entries = new List<LogEntry>();

        var summary = LogListing.Run(path, entries.Add);

        Assert.True(summary.IsSound);
        Assert.Equal(reader.Groups.Count, summary.PendingGroups);
        Assert.Equal(reader.Groups.Sum(group => group.Commands.Count(command => command.VariableRowBytes == 0) + group.Commands.Where(command => command.VariableRowBytes > 0).Sum(command => command.Data.Length / command.VariableRowBytes)), summary.Rows);
        Assert.Equal(new FileInfo(path).Length, entries.Sum(entry => entry.Bytes));
    }

    [Fact]
    public void Cut_at_any_byte_it_has_the_groups_that_a_start_takes_over()
    {
        for (var length = GoStatus.Size; length <= Log.Length; length++)
            AgreesWithStart(Log[..length], $"cut at {length}");
    }

    [Fact]
    public void Whatever_bit_flips_it_has_the_groups_that_a_start_takes_over()
    {
        // Each byte is hit, and each bit of some.
        for (var bit = 0; bit < Log.Length * 8; bit += 5)
        {
            byte[] damaged = [.. Log];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            AgreesWithStart(damaged, $"bit {bit}");
        }
    }

    [Fact]
    public void Damage_in_a_group_is_told_with_its_offset_and_takes_out_no_other()
    {
        var group = List(Log).Entries.First(entry => entry.Kind == LogEntryKind.Group);
        byte[] damaged = [.. Log];
        damaged[group.Offset + 30] ^= 1;

        var (entries, summary) = List(damaged);

        var damage = Assert.Single(entries, entry => entry.Fault is not null);
        Assert.Equal((LogEntryKind.Damage, group.Offset, group.Bytes), (damage.Kind, damage.Offset, damage.Bytes));
        Assert.Equal((2L, 2L, 1L), (summary.Writes, summary.PendingGroups!.Value, summary.Faults));
    }

    [Fact]
    public void Stray_bytes_between_messages_are_one_place_of_damage()
    {
        byte[] log = [.. GoLogWriter.Status(), 7, 7, 7, .. Log[GoStatus.Size..]];

        var (entries, summary) = List(log);

        Assert.Equal((LogEntryKind.Stray, 11L, 3L), Assert.Single(entries.Where(entry => entry.Fault is not null).Select(entry => (entry.Kind, entry.Offset, entry.Bytes))));
        Assert.Equal((3L, 1L), (summary.Writes, summary.Faults));
    }

    [Fact]
    public void A_log_without_a_status_is_damaged()
    {
        var (entries, summary) = List(Log[GoStatus.Size..]);
        Assert.Equal((LogEntryKind.Damage, 0L), (entries[0].Kind, entries[0].Offset));
        Assert.False(summary.IsSound);
    }

    [Fact]
    public void A_long_log_is_listed_in_little_memory()
    {
        const int GroupBytes = 8 << 20;
        const long AllowedBytes = 4 << 20;
        var path = _directory.Combine(Name);
        using (var file = File.Create(path))
        {
            file.Write(GoLogWriter.Status());
            for (var group = 1; group <= 8; group++)
                file.Write(new GoLogWriter().Commit(group, GoLogWriter.Command(RecordType.Variable, "T/1Min/T/2021.bin", 1, new byte[GroupBytes], 8, columns: new DataShape("P", ElementType.Float32))).ToArray());
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var summary = LogListing.Run(path, _ => { });

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllowedBytes);
        Assert.Equal((8L, 8L * GroupBytes / 8), (summary.Writes, summary.Rows));
    }

    [Fact]
    public void A_stretch_of_zeros_is_one_place_of_damage()
    {
        var (entries, summary) = List([.. GoLogWriter.Status(), .. new byte[3_000_000], .. Log[GoStatus.Size..]]);

        Assert.Equal((11L, 3_000_000L + 11), Assert.Single(entries.Where(entry => entry.Fault is not null).Select(entry => (entry.Offset, entry.Bytes))));
        Assert.Equal(2L, summary.PendingGroups);
    }

    void AgreesWithStart(byte[] log, string what)
    {
        var reader = GoLogReader.Read(log);
        var (_, summary) = List(log);
        Assert.True(reader.Groups.Count == summary.PendingGroups, $"{what}: a start takes {reader.Groups.Count} groups, {summary.PendingGroups} are listed");
        Assert.True(reader.Faults.Count == 0 || summary.Faults > 0, $"{what}: {string.Join(", ", reader.Faults)}");
    }

    static string Describe(LogEntry entry) =>
        $"{entry.Kind} {entry.Group}{(entry.Parts.Count > 0 ? " " : "")}{string.Join("; ", entry.Parts.Select(part => $"{part.Bucket} {part.Year}: {part.Rows} rows, {part.Bytes} bytes"))}";

    (List<LogEntry> Entries, LogSummary Summary) List(byte[] log)
    {
        var path = _directory.Combine(Name);
        File.WriteAllBytes(path, log);
        var entries = new List<LogEntry>();
        return (entries, LogListing.Run(path, entries.Add));
    }
}
