using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Storage.Records;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

/// <summary>A block that cannot be read takes out its own rows, is named, and stays where it is.</summary>
public class DamagedBlockTests
{
    const string Key = "T/1Min/T";
    const long BlocksStart = 37_024 + (525_600 * 24);

    // Slots of 00:00, 00:01 and 00:02 of 1970; the triplet of the second one is damaged, or its block.
    const long Triplet = 37_024 + 24;

    public static readonly TheoryData<string, Action<string>> Damages = new()
    {
        { "it lies outside the file's blocks", path => FileBytes.Write(path, Triplet + 8, BitConverter.GetBytes(37_024L)) },
        { "it lies outside the file's blocks", path => FileBytes.Write(path, Triplet + 8, BitConverter.GetBytes(-1L)) },
        { "it lies outside the file's blocks", path => FileBytes.Write(path, Triplet + 8, BitConverter.GetBytes(long.MaxValue)) },
        { "it lies outside the file's blocks", path => FileBytes.Write(path, Triplet + 16, BitConverter.GetBytes(long.MaxValue)) },
        { "it lies outside the file's blocks", path => FileBytes.Write(path, Triplet + 16, BitConverter.GetBytes(-5L)) },
        { "it lies outside the file's blocks", path => FileBytes.Write(path, Triplet + 16, new byte[8]) },
        { "it lies outside the file's blocks", path => FileBytes.Write(path, Triplet + 16, BitConverter.GetBytes(1_000_000L)) },
        { "it is no Snappy block", path => FileBytes.Write(path, BlockOf(path, Triplet), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]) },
        { "it is no Snappy block", path => FileBytes.Write(path, BlockOf(path, Triplet), [0xff, 0xff, 0xff, 0xff, 0x0f]) },
        { "it is no Snappy block", path => FileBytes.Write(path, BlockOf(path, Triplet), 200) },
        { "it is no Snappy block", path => FileBytes.Write(path, BlockOf(path, Triplet), 12) },
        { "it is no Snappy block", path => FileBytes.Write(path, BlockOf(path, Triplet) + 1, 0x01) },
    };

    [Theory, MemberData(nameof(Damages))]
    public async Task Its_rows_are_left_out_and_it_is_named(string fault, Action<string> damage)
    {
        await using var db = await DamagedAsync(damage);

        Assert.Equal("Epoch:i8 15 135 | P:f4 1 3 | Nanoseconds:i4 0 0", db.Read(Key));
        Assert.Equal("Epoch:i8 135 | P:f4 3 | Nanoseconds:i4 0", db.Read(Key, limit: 1, ScanDirection.Last));
        Assert.Equal("Epoch:i8 15 | P:f4 1 | Nanoseconds:i4 0", db.Read(Key, limit: 1));
        Assert.All(db.Log.Errors, error => Assert.Contains(fault, error, StringComparison.Ordinal));
        Assert.All(db.Log.Errors, error => Assert.Contains("the block of slot 2 at offset", error, StringComparison.Ordinal));
        Assert.NotEmpty(db.Log.Errors);
    }

    [Theory, MemberData(nameof(Damages))]
    public async Task Asking_again_does_not_fill_the_log(string fault, Action<string> damage)
    {
        Assert.NotEmpty(fault);
        await using var db = await DamagedAsync(damage);
        for (var ask = 0; ask < 5; ask++)
        {
            _ = db.Read(Key);
            _ = db.Read(Key, limit: 2, ScanDirection.Last);
        }

        Assert.Single(db.Log.Errors);
        Assert.Equal(1, db.Database.Status.DamagedFiles);
    }

    [Theory, MemberData(nameof(Damages))]
    public async Task New_rows_for_its_slot_are_taken(string fault, Action<string> damage)
    {
        Assert.NotEmpty(fault);
        await using var db = await DamagedAsync(damage);

        await db.WriteAsync(Key, Rows.Epoch(75), Rows.F4("P", 9), Rows.Nanoseconds(0));
        Assert.Equal("Epoch:i8 15 75 135 | P:f4 1 9 3 | Nanoseconds:i4 0 0 0", db.Read(Key));
        await db.ReopenAsync();
        Assert.Equal("Epoch:i8 15 75 135 | P:f4 1 9 3 | Nanoseconds:i4 0 0 0", db.Read(Key));
    }

    [Fact]
    public async Task Random_bytes_in_blocks_and_triplets_never_fail_a_read()
    {
        var random = new Random(4);
        for (var round = 0; round < 60; round++)
        {
            await using var db = await DamagedAsync(path =>
            {
                var length = new FileInfo(path).Length;
                for (var count = random.Next(1, 6); count > 0; count--)
                    FileBytes.Write(path, random.Next(2) == 0 ? random.NextInt64(BlocksStart, length) : random.NextInt64(37_024, 37_024 + 72), (byte)random.Next(256));
            });

            Assert.StartsWith("Epoch:i8", db.Read(Key), StringComparison.Ordinal);
            _ = db.Read(Key, limit: 2, ScanDirection.Last);
            await db.WriteAsync(Key, Rows.Epoch(15, 75, 135), Rows.F4("P", 7, 8, 9), Rows.Nanoseconds(0, 0, 0));
            await db.ReopenAsync();
            _ = db.Read(Key);
        }
    }

    [Fact]
    public async Task Rows_of_a_block_that_do_not_end_with_a_whole_row_are_answered_as_far_as_they_go()
    {
        await using var db = await DamagedAsync(_ => { }, isCompressed: false);
        await db.ReopenAsync(prepare: root => FileBytes.Write(PathIn(root), Triplet + 16, BitConverter.GetBytes(7L)));

        Assert.Equal("Epoch:i8 15 135 | P:f4 1 3 | Nanoseconds:i4 0 0", db.Read(Key));
        await db.ReopenAsync(prepare: root => FileBytes.Write(PathIn(root), Triplet + 16, BitConverter.GetBytes(8L + 3)));
        Assert.Equal("Epoch:i8 15 75 135 | P:f4 1 2 3 | Nanoseconds:i4 0 0 0", db.Read(Key));
    }

    [Fact]
    public void A_block_that_claims_more_than_its_bytes_can_hold_is_refused_before_memory_is_taken()
    {
        // Varint of almost 4 GiB, then nothing.
        Assert.False(RecordBlock.TryGetRowBytes([0xff, 0xff, 0xff, 0xff, 0x0f], isCompressed: true, out _));
        Assert.False(RecordBlock.TryGetRowBytes([0x80, 0x80, 0x80, 0x40, 0, 0, 0, 0], isCompressed: true, out _));
        Assert.False(RecordBlock.TryGetRowBytes([], isCompressed: true, out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_block_comes_back_whatever_its_rows(bool isCompressed)
    {
        var random = new Random(8);
        for (var round = 0; round < 200; round++)
        {
            var rows = new byte[random.Next(0, 4_000)];
            if (round % 2 == 0)
                random.NextBytes(rows);
            var stored = new byte[RecordBlock.MaxStoredBytes(rows.Length, isCompressed)];
            var block = stored.AsSpan(0, RecordBlock.Encode(rows, stored, isCompressed));
            if (rows.Length == 0 && !isCompressed)
                continue;

            Assert.True(RecordBlock.TryGetRowBytes(block, isCompressed, out var length));
            var decoded = new byte[length];
            Assert.True(RecordBlock.TryDecode(block, decoded, isCompressed));
            Assert.Equal(rows, decoded);
        }
    }

    [Fact]
    public void Rows_are_sorted_by_ticks_as_unsigned_numbers_and_equal_ones_stay_in_order()
    {
        var random = new Random(2);
        for (var count = 0; count < 70; count++)
        {
            var rows = new List<(byte Arrival, uint Ticks)>();
            for (var row = 0; row < count; row++)
                rows.Add(((byte)row, random.Next(2) == 0 ? (uint)random.Next(5) : (uint)random.NextInt64(uint.MaxValue)));
            var bytes = rows.SelectMany(row => BitConverter.GetBytes(row.Ticks).Prepend(row.Arrival)).ToArray();

            RecordBlock.SortByTicks(bytes, 5);

            Assert.Equal(rows.OrderBy(row => row.Ticks).Select(row => row.Arrival), Enumerable.Range(0, count).Select(row => bytes[row * 5]));
        }
    }

    static async Task<TestDatabase> DamagedAsync(Action<string> damage, bool isCompressed = true)
    {
        var db = TestDatabase.Open(options => options with { CompressVariableRecords = isCompressed });
        await db.WriteAsync(Key, Rows.Epoch(15, 75, 135), Rows.F4("P", 1, 2, 3), Rows.Nanoseconds(0, 0, 0));
        await db.ReopenAsync(prepare: root => damage(PathIn(root)));
        return db;
    }

    static string PathIn(string root) => Path.Combine(root, "T", "1Min", "T", "1970.bin");

    static long BlockOf(string path, long triplet) => BitConverter.ToInt64(FileBytes.At(path, triplet + 8, 8));
}
