using System.Buffers.Binary;

namespace MarketStore.Storage.Wal;

/// <summary>
/// The body of a carry record: variable rows that stay in memory over a checkpoint, because their slots' blocks are too large to be written anew for so few.
/// They stand for all rows of their slots in batches up to <see cref="CoveredSequence"/>. Layout: docs/wal.md, "Carry".
/// </summary>
internal readonly ref struct CarryRecord(ulong coveredSequence, SectionHeader section, ReadOnlySpan<byte> rows)
{
    const int LeadBytes = sizeof(ulong) + SectionHeader.Size;

    public ulong CoveredSequence { get; } = coveredSequence;

    public SectionHeader Section { get; } = section;

    public ReadOnlySpan<byte> Rows { get; } = rows;

    public byte[] ToBytes()
    {
        var bytes = new byte[LeadBytes + Rows.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, CoveredSequence);
        Section.Write(bytes.AsSpan(sizeof(ulong)));
        Rows.CopyTo(bytes.AsSpan(LeadBytes));
        return bytes;
    }

    /// <summary>Returns false when the bytes make no sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out CarryRecord record)
    {
        record = default;
        if (source.Length < LeadBytes || !SectionHeader.TryRead(source[sizeof(ulong)..], out var section) || section.PayloadBytes != source.Length - LeadBytes)
            return false;
        record = new(BinaryPrimitives.ReadUInt64LittleEndian(source), section, source[LeadBytes..]);
        return true;
    }
}
