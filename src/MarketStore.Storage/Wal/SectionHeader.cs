using System.Buffers.Binary;

namespace MarketStore.Storage.Wal;

/// <summary>Leads the rows of one bucket and year within a batch record. Layout: docs/wal.md, "Batch".</summary>
/// <param name="BucketLogId">The bucket, as defined earlier in the same segment.</param>
/// <param name="Year">The year file.</param>
/// <param name="RowBytes">Bytes of each row: a slot with its index, or index, fields and ticks.</param>
/// <param name="RowCount">Rows that follow.</param>
internal readonly record struct SectionHeader(uint BucketLogId, int Year, int RowBytes, int RowCount)
{
    public const int Size = 4 * sizeof(int);

    public long PayloadBytes => (long)RowBytes * RowCount;

    /// <summary>Takes the section at the front of a batch off it. Returns false at the end, and for bytes that are no section.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> sections, out SectionHeader header, out ReadOnlySpan<byte> rows)
    {
        rows = default;
        if (!TryRead(sections, out header))
            return false;
        rows = sections.Slice(Size, (int)header.PayloadBytes);
        sections = sections[(Size + rows.Length)..];
        return true;
    }

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, BucketLogId);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Year);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], RowBytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], RowCount);
    }

    /// <summary>Returns false when the bytes are cut short or claim more than <paramref name="source"/> holds.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out SectionHeader header)
    {
        header = default;
        if (source.Length < Size)
            return false;
        header = new(
            BinaryPrimitives.ReadUInt32LittleEndian(source),
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]));
        return header.RowBytes >= sizeof(int) && header.RowCount >= 0 && header.PayloadBytes <= source.Length - Size;
    }
}
