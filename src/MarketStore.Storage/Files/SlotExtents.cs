using MarketStore.Storage.Disk;
using MarketStore.Storage.Records;

namespace MarketStore.Storage.Files;

/// <summary>
/// The parts of a year file's slots that are stored at all. Year files are sparse: between two days of a 1Sec bucket lie megabytes that no scan should read.
/// </summary>
internal static class SlotExtents
{
    /// <summary>The byte ranges that hold data, ascending, between two offsets.</summary>
    public static List<(long Start, long End)> Find(IDiskFile file, long start, long end)
    {
        var extents = new List<(long, long)>();
        for (var position = start; position < end;)
        {
            var data = file.NextData(position);
            if (data < 0 || data >= end)
                break;
            var hole = Math.Min(end, Math.Max(file.NextHole(data), data + 1));
            extents.Add((data, hole));
            position = hole;
        }

        return extents;
    }

    /// <summary>The slots of a range that touch stored bytes, ascending; neighbours may share a slot.</summary>
    public static List<SlotRange> Find(IDiskFile file, SlotRange range, int recordLength)
    {
        // Daily index 0 lies within the header, which is always stored.
        var first = Math.Max(range.First, 1);
        var slots = range.First < 1 ? new List<SlotRange> { new(range.First, Math.Min(0, range.Last)) } : [];
        foreach (var (start, end) in Find(file, OffsetOf(first, recordLength), OffsetOf(range.Last + 1, recordLength)))
            slots.Add(new(Math.Max(first, IndexAt(start, recordLength)), Math.Min(range.Last, IndexAt(end - 1, recordLength))));
        return slots;
    }

    /// <summary>The slots of a range that touch stored bytes, each once and ascending, some at a time.</summary>
    public static IEnumerable<SlotRange> FindChunks(IDiskFile file, SlotRange range, int recordLength, int chunkSlots)
    {
        var next = range.First;
        foreach (var stored in Find(file, range, recordLength))
        {
            for (next = Math.Max(next, stored.First); next <= stored.Last; next += chunkSlots)
                yield return new(next, Math.Min(stored.Last, next + chunkSlots - 1));
            next = Math.Max(range.First, stored.Last + 1);
        }
    }

    /// <summary>The index of the slot that an offset behind the header lies in.</summary>
    public static long IndexAt(long offset, int recordLength) => 1 + ((offset - YearFileHeader.Size) / recordLength);

    /// <summary>Where a slot starts. That of daily index 0 lies in the header's reserved tail.</summary>
    public static long OffsetOf(long index, int recordLength) => YearFileHeader.Size + ((index - 1) * recordLength);
}
