using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using MarketStore.Core.Keys;
using MarketStore.Core.Types;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Wal;

/// <summary>The body of a definition record: everything needed to make the bucket again. Layout: docs/wal.md, "Definition".</summary>
internal sealed record BucketDefinition(uint BucketLogId, TimeBucketKey Key, RecordType RecordType, string Description, IReadOnlyList<DataShape> Columns)
{
    public byte[] ToBytes()
    {
        var bytes = new List<byte>();
        WriteInt32(bytes, (int)BucketLogId);
        bytes.Add((byte)RecordType);
        WriteText(bytes, Key.ToString());
        WriteText(bytes, Description);
        WriteInt32(bytes, Columns.Count);
        foreach (var column in Columns)
        {
            bytes.Add((byte)column.Type);
            WriteText(bytes, column.Name);
        }

        return [.. bytes];
    }

    /// <summary>Returns false when the bytes make no sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out BucketDefinition? definition)
    {
        definition = null;
        if (!TryReadInt32(ref source, out var logId) || source.Length < 1 || source[0] > 1)
            return false;
        var recordType = (RecordType)source[0];
        source = source[1..];
        if (!TryReadText(ref source, out var keyText) || !TryReadText(ref source, out var description) || !TryReadInt32(ref source, out var columnCount))
            return false;
        if (columnCount is < 0 or > YearFileHeader.MaxColumns || !TimeBucketKey.TryParse(keyText, out var key, out _))
            return false;
        var columns = new DataShape[columnCount];
        for (var column = 0; column < columnCount; column++)
        {
            if (source.Length < 1)
                return false;
            var type = (ElementType)source[0];
            source = source[1..];
            if (!type.IsStorable() || !TryReadText(ref source, out var name))
                return false;
            columns[column] = new(name, type);
        }

        definition = new((uint)logId, key, recordType, description, columns);
        return true;
    }

    static void WriteInt32(List<byte> target, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        target.AddRange(bytes);
    }

    static void WriteText(List<byte> target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteInt32(target, bytes.Length);
        target.AddRange(bytes);
    }

    static bool TryReadInt32(ref ReadOnlySpan<byte> source, out int value)
    {
        value = 0;
        if (source.Length < sizeof(int))
            return false;
        value = BinaryPrimitives.ReadInt32LittleEndian(source);
        source = source[sizeof(int)..];
        return true;
    }

    static bool TryReadText(ref ReadOnlySpan<byte> source, out string text)
    {
        text = "";
        if (!TryReadInt32(ref source, out var length) || length < 0 || length > source.Length)
            return false;
        text = Encoding.UTF8.GetString(source[..length]);
        source = source[length..];
        return true;
    }
}
