using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace MarketStore.Trials.DamagedFiles;

/// <summary>Reads a segment of the log by its description, docs/wal.md, and nothing else: the sound records up to the first that is not.</summary>
sealed class LogSegmentImage
{
    const int SegmentHeaderBytes = 64;
    const int RecordHeaderBytes = 40;
    const byte DefinitionKind = 1;

    /// <param name="number">The number in the file's name.</param>
    public LogSegmentImage(ReadOnlySpan<byte> bytes, ulong number)
    {
        Length = bytes.Length;
        HasHeader = bytes.Length >= SegmentHeaderBytes
            && bytes[..8].SequenceEqual("SMWALLOG"u8)
            && BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) == 1
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]) == number
            && BinaryPrimitives.ReadUInt64LittleEndian(bytes[56..]) == XxHash3.HashToUInt64(bytes[..56]);
        if (!HasHeader)
            return;
        var records = new List<LogRecordSpan>();
        var position = SegmentHeaderBytes;
        while (IsHeaderAt(bytes, position, number) && BodyEnd(bytes, position) is { } end && IsBodySound(bytes, position, end))
        {
            records.Add(new(position, end, bytes[position + 4] == DefinitionKind ? KeyOf(bytes[(position + RecordHeaderBytes)..end]) : null, BinaryPrimitives.ReadUInt64LittleEndian(bytes[(position + 16)..])));
            position = end;
        }

        (Records, End) = (records, position);
        EndsInDamage = position < bytes.Length && ((IsHeaderAt(bytes, position, number) && BodyEnd(bytes, position) is not null) || HasLaterHeader(bytes, position + 1, number));
    }

    public int Length { get; }

    public bool HasHeader { get; }

    /// <summary>The sound records from the first on.</summary>
    public IReadOnlyList<LogRecordSpan> Records { get; } = [];

    /// <summary>Where the first record that is not sound begins.</summary>
    public int End { get; }

    /// <summary>True when it is no crash that ended the records: the one in question is all there, or a sound header follows.</summary>
    public bool EndsInDamage { get; }

    static bool IsHeaderAt(ReadOnlySpan<byte> bytes, int position, ulong number) =>
        position + RecordHeaderBytes <= bytes.Length
        && bytes.Slice(position, 4).SequenceEqual("MSRC"u8)
        && BinaryPrimitives.ReadUInt64LittleEndian(bytes[(position + 32)..]) == XxHash3.HashToUInt64(bytes.Slice(position, 32), (long)number);

    /// <summary>Null when the file ends within the body.</summary>
    static int? BodyEnd(ReadOnlySpan<byte> bytes, int position)
    {
        var bodyBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes[(position + 8)..]);
        return bodyBytes >= 0 && bodyBytes <= bytes.Length - position - RecordHeaderBytes ? position + RecordHeaderBytes + bodyBytes : null;
    }

    static bool IsBodySound(ReadOnlySpan<byte> bytes, int position, int end) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[(position + 24)..]) == XxHash3.HashToUInt64(bytes[(position + RecordHeaderBytes)..end]);

    static bool HasLaterHeader(ReadOnlySpan<byte> bytes, int start, ulong number)
    {
        while (bytes[start..].IndexOf("MSRC"u8) is >= 0 and var found)
        {
            if (IsHeaderAt(bytes, start + found, number))
                return true;
            start += found + 1;
        }

        return false;
    }

    static string KeyOf(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body.Slice(9, BinaryPrimitives.ReadInt32LittleEndian(body[5..])));
}
