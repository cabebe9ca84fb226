using System.Buffers.Binary;
using System.IO.Hashing;

namespace MarketStore.Storage.Wal;

/// <summary>Leads every record of the log. Layout: docs/wal.md, "Record".</summary>
internal readonly record struct LogRecordHeader(LogRecordKind Kind, int BodyBytes, ulong Sequence, ulong BodyHash)
{
    public const int Size = 40;
    public const uint Magic = 0x4352534D; // "MSRC"

    const int HashedBytes = 32;

    public static ulong HashBody(ReadOnlySpan<byte> body) => XxHash3.HashToUInt64(body);

    /// <param name="segment">Enters the checksum, so that a record of another segment is never taken for one of this.</param>
    public void Write(Span<byte> target, ulong segment)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, Magic);
        target[4..8].Clear();
        target[4] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], BodyBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], 0);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], Sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], BodyHash);
        BinaryPrimitives.WriteUInt64LittleEndian(target[HashedBytes..], HashOf(target, segment));
    }

    /// <summary>Returns false when the bytes are cut short or are no record header of this segment. The body's hash is still to be checked.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, ulong segment, out LogRecordHeader header)
    {
        header = default;
        if (source.Length < Size || BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic || BinaryPrimitives.ReadUInt64LittleEndian(source[HashedBytes..]) != HashOf(source, segment))
            return false;
        header = new(
            (LogRecordKind)source[4],
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[24..]));
        return header.BodyBytes >= 0;
    }

    static ulong HashOf(ReadOnlySpan<byte> header, ulong segment) => XxHash3.HashToUInt64(header[..HashedBytes], (long)segment);
}
