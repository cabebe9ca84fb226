using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using MarketStore.Storage.Records;

namespace MarketStore.Storage.Wal;

/// <summary>
/// The body of a blocks record: new blocks of one year file, already flushed, that take the place of the slots' earlier blocks and of the rows of all batches
/// up to <see cref="CoveredSequence"/>. Layout: docs/wal.md, "Blocks".
/// </summary>
internal sealed record BlocksRecord(uint BucketLogId, int Year, ulong CoveredSequence, IReadOnlyList<BlockReference> References)
{
    const int LeadBytes = 20;
    public const int ReferenceBytes = 16;

    public byte[] ToBytes()
    {
        var bytes = new byte[LeadBytes + (References.Count * ReferenceBytes)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BucketLogId);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Year);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), CoveredSequence);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), References.Count);
        for (var position = 0; position < References.Count; position++)
        {
            var target = bytes.AsSpan(LeadBytes + (position * ReferenceBytes));
            BinaryPrimitives.WriteUInt32LittleEndian(target, (uint)References[position].Index);
            BinaryPrimitives.WriteUInt32LittleEndian(target[4..], (uint)References[position].Length);
            BinaryPrimitives.WriteInt64LittleEndian(target[8..], References[position].Offset);
        }

        return bytes;
    }

    /// <summary>Returns false when the bytes make no sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, [NotNullWhen(true)] out BlocksRecord? record)
    {
        record = null;
        if (source.Length < LeadBytes)
            return false;
        var count = BinaryPrimitives.ReadInt32LittleEndian(source[16..]);
        if (count < 0 || (long)count * ReferenceBytes != source.Length - LeadBytes)
            return false;
        var references = new BlockReference[count];
        for (var position = 0; position < count; position++)
        {
            var reference = source[(LeadBytes + (position * ReferenceBytes))..];
            references[position] = new(
                BinaryPrimitives.ReadUInt32LittleEndian(reference), BinaryPrimitives.ReadInt64LittleEndian(reference[8..]), BinaryPrimitives.ReadUInt32LittleEndian(reference[4..]));
        }

        record = new(
            BinaryPrimitives.ReadUInt32LittleEndian(source), BinaryPrimitives.ReadInt32LittleEndian(source[4..]), BinaryPrimitives.ReadUInt64LittleEndian(source[8..]), references);
        return true;
    }
}
