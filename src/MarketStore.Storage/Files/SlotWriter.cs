using System.Buffers;
using System.Buffers.Binary;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Files;

/// <summary>Writes slots that were laid out in ascending order to their places in a year file, in as few writes as the gaps between them allow.</summary>
internal static class SlotWriter
{
    /// <summary>A gap up to this size is read and written back rather than cut into two writes.</summary>
    const int MaxGapBytes = 4_096;
    const int MaxExtentBytes = 1 << 20;

    /// <summary>Scans under way keep what the slots hold now. Commit thread, under the bucket's lock.</summary>
    /// <param name="slots">Whole slots, each led by its index, indexes ascending.</param>
    public static void Write(IDiskFile file, YearFile year, ReadOnlySpan<byte> slots, int recordLength)
    {
        var hasScans = year.Bucket.HasScans;
        var used = hasScans ? year.GetUsedSlots() : UsedSlots.None;
        year.MarkUsed(IndexAt(slots, 0), IndexAt(slots, slots.Length - recordLength));
        while (!slots.IsEmpty)
        {
            var firstIndex = IndexAt(slots, 0);
            var extentSlots = CountExtent(slots, recordLength, firstIndex, out var isDense);
            var extent = slots[..(extentSlots * recordLength)];
            if (hasScans)
                KeepForScans(file, year, used, firstIndex, IndexAt(extent, extent.Length - recordLength), recordLength);
            if (isDense)
                file.Write(extent, year.OffsetOf(firstIndex));
            else
                Patch(file, year, extent, recordLength, firstIndex);
            slots = slots[extent.Length..];
        }
    }

    /// <summary>Where nothing was written yet there is nothing to keep but that.</summary>
    static void KeepForScans(IDiskFile file, YearFile year, UsedSlots used, long firstIndex, long lastIndex, int recordLength)
    {
        var count = (int)(lastIndex - firstIndex + 1);
        byte[] slots = [];
        if (firstIndex <= used.Last && lastIndex >= used.First)
        {
            slots = new byte[count * recordLength];
            if (file.Read(slots, year.OffsetOf(firstIndex)) == 0 || !slots.AsSpan().ContainsAnyExcept((byte)0))
                slots = [];
        }

        year.Bucket.Scans.Keep(year, firstIndex, count, slots);
    }

    static long IndexAt(ReadOnlySpan<byte> slots, int position) => BinaryPrimitives.ReadInt64LittleEndian(slots[position..]);

    /// <summary>How many slots can go into one write; dense when there is no gap between them.</summary>
    static int CountExtent(ReadOnlySpan<byte> slots, int recordLength, long firstIndex, out bool isDense)
    {
        var maxGap = 1 + (MaxGapBytes / recordLength);
        var maxSpan = Math.Max(1, MaxExtentBytes / recordLength);
        isDense = true;
        var (count, previous) = (1, firstIndex);
        for (var position = recordLength; position < slots.Length; position += recordLength, count++)
        {
            var index = IndexAt(slots, position);
            var gap = index - previous;
            if (gap != 1)
            {
                if (gap > maxGap || index - firstIndex >= maxSpan || (isDense && count >= maxSpan))
                    break;
                isDense = false;
            }
            else if (!isDense && index - firstIndex >= maxSpan)
            {
                break;
            }

            previous = index;
        }

        return count;
    }

    static void Patch(IDiskFile file, YearFile year, ReadOnlySpan<byte> extent, int recordLength, long firstIndex)
    {
        var span = (int)(IndexAt(extent, extent.Length - recordLength) - firstIndex + 1) * recordLength;
        var buffer = ArrayPool<byte>.Shared.Rent(span);
        try
        {
            var target = buffer.AsSpan(0, span);
            target[file.Read(target, year.OffsetOf(firstIndex))..].Clear();
            for (var position = 0; position < extent.Length; position += recordLength)
                extent.Slice(position, recordLength).CopyTo(target[((int)(IndexAt(extent, position) - firstIndex) * recordLength)..]);
            file.Write(target, year.OffsetOf(firstIndex));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
