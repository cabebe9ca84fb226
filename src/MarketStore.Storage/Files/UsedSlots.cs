using System.Buffers;
using System.Buffers.Binary;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;

namespace MarketStore.Storage.Files;

/// <summary>The lowest and the highest index in use. Empty when the last lies before the first.</summary>
internal readonly record struct UsedSlots(long First, long Last)
{
    const int ChunkBytes = 1 << 20;

    public static UsedSlots None => new(long.MaxValue, long.MinValue);

    public bool IsEmpty => Last < First;

    public UsedSlots Including(long firstIndex, long lastIndex) => new(Math.Min(First, firstIndex), Math.Max(Last, lastIndex));

    /// <summary>True when a slot's bytes hold a record. That of daily index 0 stores the index 0, so any other content counts there.</summary>
    public static bool IsUsed(ReadOnlySpan<byte> slot, bool isDailyFirst) =>
        isDailyFirst ? slot[sizeof(long)..].ContainsAnyExcept((byte)0) : BinaryPrimitives.ReadInt64LittleEndian(slot) != 0;

    /// <summary>Walks the parts of the file that are stored, from both ends, so that the holes of a sparse file cost nothing.</summary>
    public static UsedSlots Find(IDiskFile file, YearFile year, BucketSchema schema)
    {
        var used = None;
        var recordLength = schema.RecordLength;
        if (year.Calendar.FirstIndex == 0 && CanHoldDailyFirst(recordLength))
        {
            var slot = new byte[recordLength];
            if (file.Read(slot, year.OffsetOf(0)) == recordLength && IsUsed(slot, isDailyFirst: true))
                used = new(0, 0);
        }

        var end = schema.RecordType == RecordType.Variable ? year.NominalLength : Math.Max(year.NominalLength, file.Length);
        var extents = SlotExtents.Find(file, YearFileHeader.Size, Math.Min(end, file.Length));
        foreach (var (start, stop) in extents)
        {
            if (Search(file, start, stop, recordLength, fromEnd: false) is { } first)
            {
                used = used.Including(first, first);
                break;
            }
        }

        for (var extent = extents.Count - 1; extent >= 0; extent--)
        {
            if (Search(file, extents[extent].Start, extents[extent].End, recordLength, fromEnd: true) is { } last)
                return used.Including(last, last);
        }

        return used;
    }

    /// <summary>The header's reserved tail holds the slot before the first only if it is short enough.</summary>
    public static bool CanHoldDailyFirst(int recordLength) => recordLength <= YearFileHeader.ReservedTailBytes;

    /// <summary>The first or last used index whose slot touches the extent, or null.</summary>
    static long? Search(IDiskFile file, long start, long end, int recordLength, bool fromEnd)
    {
        var firstIndex = SlotExtents.IndexAt(start, recordLength);
        var lastIndex = SlotExtents.IndexAt(end - 1, recordLength);
        var chunkSlots = Math.Max(1, ChunkBytes / recordLength);
        var buffer = ArrayPool<byte>.Shared.Rent(chunkSlots * recordLength);
        try
        {
            for (var remaining = lastIndex - firstIndex + 1; remaining > 0;)
            {
                var count = (int)Math.Min(chunkSlots, remaining);
                var chunkFirst = fromEnd ? firstIndex + remaining - count : lastIndex - remaining + 1;
                var chunk = buffer.AsSpan(0, count * recordLength);
                // The Go server writes a slot beyond the nominal end without its padding.
                chunk[file.Read(chunk, SlotExtents.OffsetOf(chunkFirst, recordLength))..].Clear();
                if (SearchChunk(chunk, recordLength, fromEnd) is { } found)
                    return chunkFirst + found;
                remaining -= count;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static int? SearchChunk(ReadOnlySpan<byte> chunk, int recordLength, bool fromEnd)
    {
        var count = chunk.Length / recordLength;
        for (var step = 0; step < count; step++)
        {
            var slot = fromEnd ? count - 1 - step : step;
            if (BinaryPrimitives.ReadInt64LittleEndian(chunk[(slot * recordLength)..]) != 0)
                return slot;
        }

        return null;
    }
}
