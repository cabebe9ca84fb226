using System.Buffers;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Records;

namespace MarketStore.Storage.Files;

/// <summary>
/// Empties slots of a year file. With zeros, not with holes: scans under way pass over holes, and still need what was there.
/// Commit thread, under the bucket's lock.
/// </summary>
internal static class SlotClearer
{
    const int ChunkBytes = 1 << 20;

    /// <summary>Writes zeros over slots that are in use; scans under way keep what they hold now.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="year">The year file.</param>
    /// <param name="slots">The slots.</param>
    /// <param name="recordLength">Bytes of a slot.</param>
    /// <param name="writesAgain">True to write zeros over slots that are empty already: after a flush that failed they may be so in memory alone.</param>
    public static void Clear(IDiskFile file, YearFile year, SlotRange slots, int recordLength, bool writesAgain)
    {
        var hasScans = year.Bucket.HasScans;
        // So that a scan that begins to look for slots now finds those that it needs.
        if (hasScans)
            _ = year.GetUsedSlots();
        var chunkSlots = Math.Max(1, ChunkBytes / recordLength);
        var buffer = ArrayPool<byte>.Shared.Rent(chunkSlots * recordLength);
        try
        {
            foreach (var part in SlotExtents.FindChunks(file, slots, recordLength, chunkSlots))
                ClearChunk(file, year, part.First, (int)part.Count, buffer.AsSpan(0, (int)part.Count * recordLength), hasScans, writesAgain);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (!hasScans)
            year.ForgetUsedSlots();
    }

    static void ClearChunk(IDiskFile file, YearFile year, long first, int count, Span<byte> chunk, bool hasScans, bool writesAgain)
    {
        var stored = file.Read(chunk, year.OffsetOf(first));
        if (!writesAgain && !chunk[..stored].ContainsAnyExcept((byte)0))
            return;
        chunk[stored..].Clear();
        if (hasScans)
            year.Bucket.Scans.Keep(year, first, count, chunk.ToArray());
        chunk.Clear();
        // The file is not made longer than it was.
        file.Write(chunk[..stored], year.OffsetOf(first));
    }
}
