using System.Buffers.Binary;
using System.IO.Hashing;

namespace MarketStore.Storage.Wal;

/// <summary>
/// Leads every log segment. It also says up to where its predecessor counts: what a failed write left behind there was refused, and must not come back.
/// Layout: docs/wal.md, "Segment".
/// </summary>
/// <param name="Predecessor">The segment before. Numbers between the two were given to segments that could not be begun: nothing in them counts.</param>
internal readonly record struct SegmentHeader(ulong Segment, ulong FirstSequence, ulong Predecessor, long PredecessorValidBytes)
{
    public const int Size = 64;
    public const uint Version = 1;

    /// <summary>No predecessor was cut: all of its valid records count.</summary>
    public const long WholePredecessor = -1;

    const ulong Magic = 0x474F4C4C41574D53; // "SMWALLOG"
    const int HashOffset = 56;

    public void Write(Span<byte> target)
    {
        target[..Size].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(target, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(target[8..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], Segment);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], FirstSequence);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], PredecessorValidBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(target[40..], Predecessor);
        BinaryPrimitives.WriteUInt64LittleEndian(target[HashOffset..], XxHash3.HashToUInt64(target[..HashOffset]));
    }

    /// <summary>Returns false when the bytes are cut short or are no segment header of a version that we know.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out SegmentHeader header)
    {
        header = default;
        if (source.Length < Size
            || BinaryPrimitives.ReadUInt64LittleEndian(source) != Magic
            || BinaryPrimitives.ReadUInt32LittleEndian(source[8..]) != Version
            || BinaryPrimitives.ReadUInt64LittleEndian(source[HashOffset..]) != XxHash3.HashToUInt64(source[..HashOffset]))
            return false;
        var segment = BinaryPrimitives.ReadUInt64LittleEndian(source[16..]);
        var predecessor = BinaryPrimitives.ReadUInt64LittleEndian(source[40..]);
        // Segments of before this field was there say 0.
        header = new(
            segment,
            BinaryPrimitives.ReadUInt64LittleEndian(source[24..]),
            predecessor == 0 ? segment - 1 : predecessor,
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]));
        return true;
    }
}
