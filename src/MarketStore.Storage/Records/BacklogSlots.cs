using System.Buffers.Binary;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>Slots that the log holds, or has emptied, and that their file has refused so far: readers see them as they should be all the same.</summary>
/// <param name="File">The year file.</param>
/// <param name="Slots">Whole slots, each led by its index, indexes ascending.</param>
/// <param name="RecordLength">Bytes of a slot.</param>
internal sealed record BacklogSlots(YearFile File, byte[] Slots, int RecordLength)
{
    /// <summary>Slots to be emptied, instead of any to be written.</summary>
    public SlotRange? Emptied { get; init; }

    /// <summary>Lays the slots over what was read of the file.</summary>
    public void CopyTo(YearFile file, long targetFirst, Span<byte> target, int recordLength)
    {
        if (file != File)
            return;
        var targetEnd = targetFirst + (target.Length / recordLength);
        if (Emptied is { } emptied)
        {
            var (first, end) = (Math.Max(emptied.First, targetFirst), Math.Min(emptied.Last + 1, targetEnd));
            if (first < end)
                target.Slice((int)(first - targetFirst) * recordLength, (int)(end - first) * recordLength).Clear();
            return;
        }

        for (var position = 0; position < Slots.Length; position += RecordLength)
        {
            var index = BinaryPrimitives.ReadInt64LittleEndian(Slots.AsSpan(position));
            if (index >= targetFirst && index < targetEnd)
                Slots.AsSpan(position, RecordLength).CopyTo(target[((int)(index - targetFirst) * recordLength)..]);
        }
    }

    /// <summary>Does to the file what is due. Commit thread, under the bucket's lock.</summary>
    public void WriteTo(IDiskFile handle)
    {
        if (Emptied is { } emptied)
            SlotClearer.Clear(handle, File, emptied, RecordLength, writesAgain: true);
        else
            SlotWriter.Write(handle, File, Slots, RecordLength);
    }
}
