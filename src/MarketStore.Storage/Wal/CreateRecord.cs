using System.Buffers.Binary;

namespace MarketStore.Storage.Wal;

/// <summary>The body of a create record. Layout: docs/wal.md, "Create".</summary>
internal readonly record struct CreateRecord(uint BucketLogId, int Year)
{
    public const int Size = 8;

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BucketLogId);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), Year);
        return bytes;
    }

    public static bool TryRead(ReadOnlySpan<byte> source, out CreateRecord record)
    {
        record = default;
        if (source.Length != Size)
            return false;
        record = new(BinaryPrimitives.ReadUInt32LittleEndian(source), BinaryPrimitives.ReadInt32LittleEndian(source[4..]));
        return true;
    }
}
