using System.Buffers.Binary;
using System.Text;

namespace MarketStore.TestKit.Files;

/// <summary>The header of a year file, read by its description and nothing else.</summary>
public sealed record YearFileHeader(
    long Version, string Description, long Year, long TimeframeNanoseconds, bool IsVariable, int RecordLength, IReadOnlyList<(string Name, byte Type)> Columns)
{
    public const int Size = 37024;

    const int MaxColumns = 1024;

    public const long DayNanoseconds = 86_400_000_000_000;

    /// <summary>Wire names of the element types by their number in the header; a null cannot be stored.</summary>
    static readonly string?[] TypeNames = ["f4", "i4", "f8", "i8", null, "i1", "u1", null, null, "i2", "u1", "u2", "u4", "u8", "U16"];

    public static YearFileHeader Read(ReadOnlySpan<byte> bytes)
    {
        var columnCount = (int)Int64(bytes, 288);
        if (columnCount is < 0 or > MaxColumns)
            throw new InvalidDataException($"{columnCount} columns");

        var columns = new List<(string, byte)>();
        for (var column = 0; column < columnCount; column++)
            columns.Add((Text(bytes.Slice(312 + column * 32, 32)), bytes[33080 + column]));
        return new(Int64(bytes, 0), Text(bytes.Slice(8, 256)), Int64(bytes, 264), Int64(bytes, 272), Int64(bytes, 280) == 1, (int)Int64(bytes, 296), columns);
    }

    public bool IsDaily => TimeframeNanoseconds == DayNanoseconds;

    /// <summary>Bytes of the columns of one row; in a variable block 4 more follow for the ticks.</summary>
    public int FieldBytes => Columns.Sum(column => TypeSize(column.Type));

    public int VariableRowLength => FieldBytes + sizeof(uint);

    /// <summary>Daily slots count from 0, and the first one lies in the tail of the header.</summary>
    public long SlotOffset(long index) => Size + (index - 1) * RecordLength;

    /// <summary>The index whose slot holds an offset, or null for the part of the header before the first slot.</summary>
    public long? IndexAt(long offset)
    {
        var first = IsDaily ? 0 : 1;
        return offset < SlotOffset(first) ? null : (offset - SlotOffset(first)) / RecordLength + first;
    }

    public static string TypeName(byte type) => TypeNames.ElementAtOrDefault(type) ?? throw new InvalidDataException($"element type {type}");

    public static int TypeSize(byte type) => TypeName(type) is "U16" ? 64 : TypeName(type)[1] - '0';

    static long Int64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);

    static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Trim('\0');
}
