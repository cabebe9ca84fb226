using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MarketStore.Core.Types;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;
using MarketStore.Tests.Architecture;
using Xunit;

namespace MarketStore.Tests.Storage.Files;

/// <summary>Holds the tables of the format pages against the bytes that are written.</summary>
public sealed class FormatPageTests
{
    [Fact]
    public void The_header_table_says_where_each_field_is_written()
    {
        var rows = Table("file-format.md", "## Header");
        var header = new byte[YearFileHeader.Size];
        new YearFileHeader("Text", 2021, 60_000_000_000, RecordType.Variable, [new("Price", ElementType.Float64), new("Size", ElementType.Int32)], 24).Write(header);

        var values = new Dictionary<string, byte[]>
        {
            ["Version"] = Int64(2),
            ["Description"] = "Text"u8.ToArray(),
            ["Year"] = Int64(2021),
            ["Timeframe"] = Int64(60_000_000_000),
            ["RecordType"] = Int64(1),
            ["NElements"] = Int64(2),
            ["RecordLength"] = Int64(24),
            ["ElementNames"] = [.. "Price"u8, .. new byte[27], .. "Size"u8],
            ["ElementTypes"] = [2, 1],
        };
        foreach (var (field, bytes) in values)
            Assert.Equal(bytes, header.AsSpan(Number(rows.Single(row => row[2] == field)[0]), bytes.Length).ToArray());

        for (var row = 0; row + 1 < rows.Count; row++)
            Assert.Equal(Number(rows[row + 1][0]), Number(rows[row][0]) + Number(rows[row][1]));
        Assert.Equal(YearFileHeader.Size, Number(rows[^1][0]));
    }

    [Fact]
    public void The_table_of_element_types_has_every_code_size_and_wire_name()
    {
        var listed = Table("file-format.md", "## Element types")
            .SelectMany(row => new[] { row[..4], row[5..9] })
            .Where(cells => cells[0].Length > 0)
            .ToDictionary(cells => Number(cells[0]), cells => $"{cells[1]} {cells[2]} {cells[3].Trim('`')}");

        var known = Enum.GetValues<ElementType>().Where(type => type.IsStorable()).ToDictionary(type => (int)type, type => $"{type.DisplayName()} {type.SizeInBytes()} {type.WireCode()}");
        Assert.Equal(known.OrderBy(entry => entry.Key), listed.OrderBy(entry => entry.Key));
    }

    [Fact]
    public void The_triplet_table_says_where_each_field_is_written()
    {
        var bytes = new byte[BlockReference.Size];
        new BlockReference(1, 2, 3).Write(bytes);

        Assert.Equal([1, 2, 3], Table("file-format.md", "## Triplets").Select(row => (int)bytes[Number(row[0])]));
    }

    [Fact]
    public void The_segment_table_says_where_each_field_is_written()
    {
        var bytes = new byte[SegmentHeader.Size];
        new SegmentHeader(5, 6, 4, 7).Write(bytes);
        var rows = Table("wal.md", "## Segment");

        Assert.Equal(Magic(rows[0][2]), bytes[..8]);
        Assert.Equal((byte)SegmentHeader.Version, bytes[Number(Row(rows, "version")[0])]);
        Assert.Equal(5, bytes[Number(Row(rows, "the segment's number")[0])]);
        Assert.Equal(6, bytes[Number(Row(rows, "the sequence number")[0])]);
        Assert.Equal(7, bytes[Number(Row(rows, "bytes of the predecessor")[0])]);
        Assert.Equal(4, bytes[Number(Row(rows, "the predecessor's number")[0])]);
        Assert.Equal(SegmentHeader.Size, Number(Row(rows, "records")[0]));
    }

    [Fact]
    public void The_record_tables_say_where_each_field_is_written_and_what_each_kind_is()
    {
        var bytes = new byte[LogRecordHeader.Size];
        new LogRecordHeader(LogRecordKind.Carry, 9, 10, 11).Write(bytes, segment: 1);
        var rows = Table("wal.md", "## Record");

        Assert.Equal(Magic(rows[0][2]), bytes[..4]);
        Assert.Equal((byte)LogRecordKind.Carry, bytes[Number(Row(rows, "kind")[0])]);
        Assert.Equal(9, bytes[Number(Row(rows, "bytes of the body")[0])]);
        Assert.Equal(10, bytes[Number(Row(rows, "sequence number")[0])]);
        Assert.Equal(11, bytes[Number(Row(rows, "XXH3 of the body")[0])]);
        Assert.Equal(LogRecordHeader.Size, Number(Row(rows, "body")[0]));

        var kinds = Table("wal.md", "| kind |").Select(row => $"{row[0]} {row[1]}");
        Assert.Equal(Enum.GetValues<LogRecordKind>().Select(kind => $"{(int)kind} {kind}"), kinds);
    }

    [Fact]
    public void The_section_table_says_where_each_field_is_written()
    {
        var bytes = new byte[SectionHeader.Size];
        new SectionHeader(1, 2, 3, 4).Write(bytes);
        var rows = Table("wal.md", "### Batch");

        Assert.Equal([1, 2, 3, 4], rows.Take(4).Select(row => (int)bytes[Number(row[0])]));
        Assert.Equal(SectionHeader.Size, Number(rows[4][0]));
    }

    static byte[] Int64(long value) => BitConverter.GetBytes(value);

    static byte[] Magic(string cell) => Convert.FromHexString(Regex.Match(cell, "(?:[0-9A-F]{2} ?)+$").Value.Replace(" ", "", StringComparison.Ordinal));

    static string[] Row(List<string[]> rows, string start) => rows.Single(row => row[2].StartsWith(start, StringComparison.Ordinal));

    static int Number(string cell) => int.Parse(cell.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    /// <summary>The cells of the first table at or after a line that starts with a text, its head left out.</summary>
    static List<string[]> Table(string page, string start)
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", page), Encoding.UTF8);
        return [.. lines
            .SkipWhile(line => !line.StartsWith(start, StringComparison.Ordinal))
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }
}
