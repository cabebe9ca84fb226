using System.Buffers.Binary;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Slots that the log holds and that their file has refused so far: readers see them all the same.</summary>
/// <param name="Slots">Whole slots, each led by its index, indexes ascending.</param>
internal sealed record BacklogSlots(YearFile File, byte[] Slots, int RecordLength)
{
    /// <summary>Lays the slots over what was read of the file.</summary>
    public void CopyTo(YearFile file, long targetFirst, Span<byte> target, int recordLength)
    {
        if (file != File)
            return;
        var targetEnd = targetFirst + (target.Length / recordLength);
        for (var position = 0; position < Slots.Length; position += RecordLength)
        {
            var index = BinaryPrimitives.ReadInt64LittleEndian(Slots.AsSpan(position));
            if (index >= targetFirst && index < targetEnd)
                Slots.AsSpan(position, RecordLength).CopyTo(target[((int)(index - targetFirst) * recordLength)..]);
        }
    }
}
