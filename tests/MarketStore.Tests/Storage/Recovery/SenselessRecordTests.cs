using System.Buffers.Binary;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;
using Xunit;

namespace MarketStore.Tests.Storage.Recovery;

/// <summary>Records whose checksums are right and whose content makes no sense: each is named and left out, and the start goes on with the next.</summary>
public sealed class SenselessRecordTests
{
    const int Bars = 1;
    const int Ticks = 2;
    const string Sound = "A/1Min/P = Epoch:i8 1577836800 1577836860 | P:f4 1 1";

    static readonly DataShape[] Columns = [new("P", ElementType.Float32)];

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(527_041)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public Task A_row_outside_its_year_is_left_out(long slot) => LeavesOut(Batch(Bars, 2020, 16, Slot(slot)), $"slot {slot} in the log is not one of 2020");

    [Fact]
    public Task Rows_out_of_order_are_left_out() => LeavesOut(Batch(Bars, 2020, 16, [.. Slot(9), .. Slot(7)]), "slot 7 of 2020 comes after slot 9");

    [Theory]
    [InlineData(9_991)]
    [InlineData(int.MinValue)]
    public async Task A_year_that_no_file_can_have_is_left_out(int year)
    {
        await LeavesOut(Batch(Bars, year, 16, Slot(1)), $"something for the year {year}");
        await LeavesOut((LogRecordKind.Create, new CreateRecord(Bars, year).ToBytes()), $"something for the year {year}");
    }

    [Fact]
    public Task A_tick_outside_its_year_is_left_out() => LeavesOut(Batch(Ticks, 2020, 12, [.. BitConverter.GetBytes(367), 0, 0, 0, 0, 0, 0, 0, 0]), "slot 367 in the log is not one of 2020");

    [Fact]
    public Task Carried_rows_outside_their_year_are_left_out() => LeavesOut(
        (LogRecordKind.Carry, new CarryRecord(0, new SectionHeader(Ticks, 2020, 12, 1), [.. BitConverter.GetBytes(uint.MaxValue), 0, 0, 0, 0, 0, 0, 0, 0]).ToBytes()), $"slot {uint.MaxValue} in the log is not one of 2020");

    [Fact]
    public async Task A_block_of_a_slot_that_the_year_has_not_is_left_out()
    {
        await LeavesOut((LogRecordKind.Blocks, new BlocksRecord(Ticks, 2020, 0, [new BlockReference(4_000_000_000, 50_000, 9)]).ToBytes()), "slot 4000000000 in the log is not one of 2020");
        await LeavesOut((LogRecordKind.Blocks, new BlocksRecord(Bars, 2020, 0, [new BlockReference(1, 50_000, 9)]).ToBytes()), "which has none");
    }

    [Theory]
    [InlineData("a name that is longer than 32 bytes can be")]
    [InlineData("")]
    public async Task A_bucket_that_no_year_file_can_hold_is_left_out(string column)
    {
        var definition = new BucketDefinition(3, TimeBucketKey.Parse("X/1Min/P"), RecordType.Fixed, "", [new(column, ElementType.Float32)]);
        await using var db = Open((LogRecordKind.Definition, definition.ToBytes()), Batch(3, 2020, 16, Slot(1)));

        Assert.Equal(Sound, WithoutTicks(db.ReadAll()));
        Assert.Contains(db.Log.Errors, error => error.Contains("the definition of X/1Min/P in the log makes no sense", StringComparison.Ordinal));
    }

    static async Task LeavesOut((LogRecordKind, byte[]) record, string reason)
    {
        await using var db = Open(record);
        Assert.Equal(Sound, WithoutTicks(db.ReadAll()));
        Assert.Contains(db.Log.Errors, error => error.Contains(reason, StringComparison.Ordinal));
    }

    /// <summary>The records stand between sound ones.</summary>
    static TestDatabase Open(params (LogRecordKind Kind, byte[] Body)[] records) => TestDatabase.Open(prepare: root =>
    {
        var log = new MemoryStream();
        var header = new byte[SegmentHeader.Size];
        new SegmentHeader(1, 1, 0, SegmentHeader.WholePredecessor).Write(header);
        log.Write(header);
        var sequence = 0UL;
        (LogRecordKind Kind, byte[] Body)[] all =
        [
            (LogRecordKind.Definition, new BucketDefinition(Bars, TimeBucketKey.Parse("A/1Min/P"), RecordType.Fixed, "", Columns).ToBytes()),
            (LogRecordKind.Definition, new BucketDefinition(Ticks, TimeBucketKey.Parse("T/1D/X"), RecordType.Variable, "", Columns).ToBytes()),
            Batch(Bars, 2020, 16, Slot(1)), Batch(Ticks, 2020, 12, new byte[12]), .. records, Batch(Bars, 2020, 16, Slot(2)),
        ];
        foreach (var (kind, body) in all)
        {
            var recordHeader = new byte[LogRecordHeader.Size];
            new LogRecordHeader(kind, body.Length, ++sequence, LogRecordHeader.HashBody(body)).Write(recordHeader, segment: 1);
            log.Write(recordHeader);
            log.Write(body);
        }

        File.WriteAllBytes(Path.Combine(root, "0000000000000001.mslog"), log.ToArray());
    });

    static (LogRecordKind, byte[]) Batch(uint bucket, int year, int rowBytes, byte[] rows)
    {
        var body = new byte[SectionHeader.Size + rows.Length];
        new SectionHeader(bucket, year, rowBytes, rows.Length / rowBytes).Write(body);
        rows.CopyTo(body, SectionHeader.Size);
        return (LogRecordKind.Batch, body);
    }

    static byte[] Slot(long index)
    {
        var slot = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(slot, index);
        BinaryPrimitives.WriteSingleLittleEndian(slot.AsSpan(8), 1);
        return slot;
    }

    static string WithoutTicks(string all) => string.Join('\n', all.Split('\n').Where(line => !line.StartsWith("T/", StringComparison.Ordinal)));
}
