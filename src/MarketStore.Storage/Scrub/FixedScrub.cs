using System.Buffers.Binary;
using MarketStore.Core.Types;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Scrub;

/// <summary>Looks over the slots of a fixed year file. Values have no checksum: whatever they are is right.</summary>
internal sealed class FixedScrub(IDiskFile file, YearFilePlace place, YearFileHeader header, ScrubTally tally)
{
    readonly int _fieldsEnd = sizeof(long) + DataShapes.RowBytes(header.Columns);

    public void Check(CancellationToken cancellationToken)
    {
        var longest = Math.Max(place.NominalLength, place.OffsetOf(place.Calendar.LastIndex + 1));
        if (file.Length > longest)
            tally.Add(ScrubFault.Length, place.Path, longest, null, $"it has {file.Length} bytes, its year ends at {longest}");
        SlotWalk.Run(file, place, Math.Max(place.Calendar.SlotCount, place.Calendar.LastIndex), CheckSlot, cancellationToken);
    }

    void CheckSlot(long index, ReadOnlySpan<byte> slot)
    {
        var stored = BinaryPrimitives.ReadInt64LittleEndian(slot);
        var offset = place.OffsetOf(index);
        if (!UsedSlots.IsUsed(slot, isDailyFirst: index == 0))
        {
            // Daily index 0 is not in use when there is nothing behind its index, whatever that says.
            if (stored != 0)
                tally.Add(ScrubFault.SlotIndex, place.Path, offset, index, $"its index says {stored}");
            else if (slot.ContainsAnyExcept((byte)0))
                tally.Add(ScrubFault.EmptySlot, place.Path, offset + slot.IndexOfAnyExcept((byte)0), index, "it is not in use and holds bytes that are not zero");
            return;
        }

        tally.Slots++;
        if (index > place.Calendar.LastIndex)
            tally.Add(ScrubFault.BeyondYear, place.Path, offset, index, $"the year's last slot is {place.Calendar.LastIndex}");
        if (stored != index)
            tally.Add(ScrubFault.SlotIndex, place.Path, offset, index, $"its index says {stored}");
        if (slot[_fieldsEnd..].IndexOfAnyExcept((byte)0) is >= 0 and var padding)
            tally.Add(ScrubFault.RowPadding, place.Path, offset + _fieldsEnd + padding, index, "the padding behind its columns is not zero");
    }
}
