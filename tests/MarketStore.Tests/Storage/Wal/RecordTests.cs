using System.Buffers.Binary;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;
using Xunit;

namespace MarketStore.Tests.Storage.Wal;

/// <summary>What the log is made of, byte for byte: these never change. And any other bytes are refused, never believed.</summary>
public class RecordTests
{
    static readonly BucketDefinition Definition = new(7, TimeBucketKey.Parse("A/1Min/B"), RecordType.Variable, "Made", [new("P", ElementType.Float32), new("é", ElementType.String16)]);

    [Fact]
    public void The_kinds_of_records_have_their_numbers() =>
        Assert.Equal(
        [(1, "Definition"), (2, "Batch"), (3, "Create"), (4, "Destroy"), (5, "Blocks"), (6, "Carry"), (7, "Delete"), (8, "QuietBatch")], Enum.GetValues<LogRecordKind>().Select(kind => ((int)kind, kind.ToString())));

    [Fact]
    public void A_segment_header_has_its_layout()
    {
        var bytes = new byte[SegmentHeader.Size];
        new SegmentHeader(0x1122, 0x3344, 0x1121, 0x5566).Write(bytes);

        Assert.Equal("53 4d 57 41 4c 4c 4f 47 01 00 00 00 00 00 00 00 22 11 00 00 00 00 00 00 44 33 00 00 00 00 00 00 66 55 00 00 00 00 00 00 21 11 00 00 00 00 00 00", Hex(bytes[..48]));
        Assert.Equal(System.IO.Hashing.XxHash3.HashToUInt64(bytes.AsSpan(0, 56)), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(56)));
        Assert.True(SegmentHeader.TryRead(bytes, out var read));
        Assert.Equal(new SegmentHeader(0x1122, 0x3344, 0x1121, 0x5566), read);
    }

    [Fact]
    public void A_record_header_has_its_layout()
    {
        var bytes = new byte[LogRecordHeader.Size];
        new LogRecordHeader(LogRecordKind.Batch, 0x0102, 0x0304, 0x0506).Write(bytes, segment: 9);

        Assert.Equal("4d 53 52 43 02 00 00 00 02 01 00 00 00 00 00 00 04 03 00 00 00 00 00 00 06 05 00 00 00 00 00 00", Hex(bytes[..32]));
        Assert.Equal(System.IO.Hashing.XxHash3.HashToUInt64(bytes.AsSpan(0, 32), 9), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(32)));
        Assert.True(LogRecordHeader.TryRead(bytes, 9, out _));
        Assert.False(LogRecordHeader.TryRead(bytes, 8, out _));
    }

    [Fact]
    public void A_definition_has_its_layout() => Assert.Equal(
        "07 00 00 00 01 08 00 00 00 41 2f 31 4d 69 6e 2f 42 04 00 00 00 4d 61 64 65 02 00 00 00 00 01 00 00 00 50 0e 02 00 00 00 c3 a9", Hex(Definition.ToBytes()));

    [Fact]
    public void Section_create_and_blocks_have_their_layouts()
    {
        var section = new byte[SectionHeader.Size];
        new SectionHeader(1, 2021, 24, 3).Write(section);
        Assert.Equal("01 00 00 00 e5 07 00 00 18 00 00 00 03 00 00 00", Hex(section));
        Assert.Equal("01 00 00 00 ff ff ff ff", Hex(new CreateRecord(1, -1).ToBytes()));
        Assert.Equal(
            "01 00 00 00 e5 07 00 00 09 00 00 00 00 00 00 00 01 00 00 00 05 00 00 00 1a 00 00 00 a0 64 1d 2d 00 00 00 00",
            Hex(new BlocksRecord(1, 2021, 9, [new(5, 756_901_024, 26)]).ToBytes()));
    }

    [Fact]
    public void What_was_written_is_read_again()
    {
        Assert.True(BucketDefinition.TryRead(Definition.ToBytes(), out var definition));
        Assert.Equal((Definition.BucketLogId, Definition.Key, Definition.RecordType, Definition.Description), (definition.BucketLogId, definition.Key, definition.RecordType, definition.Description));
        Assert.Equal(Definition.Columns, definition.Columns);

        Assert.True(CreateRecord.TryRead(new CreateRecord(uint.MaxValue, -5).ToBytes(), out var create));
        Assert.Equal(new CreateRecord(uint.MaxValue, -5), create);

        BlockReference[] references = [new(0, 1L << 40, 1), new(uint.MaxValue, 5, int.MaxValue)];
        Assert.True(BlocksRecord.TryRead(new BlocksRecord(3, -1, ulong.MaxValue, references).ToBytes(), out var blocks));
        Assert.Equal((3u, -1, ulong.MaxValue), (blocks.BucketLogId, blocks.Year, blocks.CoveredSequence));
        Assert.Equal(references, blocks.References);
    }

    [Fact]
    public void Cut_at_any_byte_nothing_is_believed()
    {
        for (var length = 0; length < Definition.ToBytes().Length; length++)
            Assert.False(BucketDefinition.TryRead(Definition.ToBytes().AsSpan(0, length), out _));
        var blocks = new BlocksRecord(3, 1, 2, [new(1, 2, 3), new(4, 5, 6)]).ToBytes();
        for (var length = 0; length < blocks.Length; length++)
            Assert.False(BlocksRecord.TryRead(blocks.AsSpan(0, length), out _));
        Assert.False(CreateRecord.TryRead(new byte[7], out _));
        Assert.False(SectionHeader.TryRead(new byte[15], out _));
    }

    [Fact]
    public void Absurd_counts_are_refused_before_memory_is_taken()
    {
        var blocks = new BlocksRecord(3, 1, 2, [new(1, 2, 3)]).ToBytes();
        foreach (var count in (int[])[-1, 0, 2, int.MaxValue, int.MinValue])
        {
            BinaryPrimitives.WriteInt32LittleEndian(blocks.AsSpan(16), count);
            Assert.False(BlocksRecord.TryRead(blocks, out _));
        }

        var section = new byte[SectionHeader.Size + 100];
        foreach (var (rowBytes, rowCount) in ((int, int)[])[(int.MaxValue, int.MaxValue), (-1, 5), (0, 5), (3, 5), (10, -1), (10, 11), (int.MinValue, int.MinValue)])
        {
            new SectionHeader(1, 1, rowBytes, rowCount).Write(section);
            Assert.False(SectionHeader.TryRead(section, out _));
        }
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(12);
        var sound = Definition.ToBytes();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = (byte[])sound.Clone();
            for (var count = random.Next(1, 5); count > 0; count--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (round % 4 == 0)
                random.NextBytes(bytes);
            _ = BucketDefinition.TryRead(bytes, out _);
            _ = BlocksRecord.TryRead(bytes, out _);
            _ = SectionHeader.TryRead(bytes, out _);
            Assert.False(LogRecordHeader.TryRead(bytes, 1, out _));
            Assert.False(SegmentHeader.TryRead([.. bytes, .. bytes], out _));
        }
    }

    [Theory]
    [InlineData("0000000000000001.mslog", 1)]
    [InlineData("00000000000000ff.mslog", 255)]
    [InlineData("ffffffffffffffff.mslog", ulong.MaxValue)]
    public void A_segment_has_its_number_as_name(string name, ulong number)
    {
        Assert.Equal(name, LogFiles.NameOf(number));
        Assert.True(LogFiles.TryParse(name, out var parsed));
        Assert.Equal(number, parsed);
    }

    static string Hex(byte[] bytes) => string.Join(' ', bytes.Select(value => value.ToString("x2", null)));
}
