using System.Buffers.Binary;

namespace MarketStore.Storage.Records;

/// <summary>What a slot of a variable bucket holds: its index, and where the block of its rows lies. Layout: docs/file-format.md, "Triplets".</summary>
internal readonly record struct BlockReference(long Index, long Offset, long Length)
{
    public const int Size = 3 * sizeof(long);

    public bool IsEmpty => Offset == 0 || Length == 0;

    public static BlockReference Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt64LittleEndian(source),
        BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(source[16..]));

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Index);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Length);
    }
}
