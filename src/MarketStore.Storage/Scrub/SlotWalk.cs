using System.Buffers;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Scrub;

/// <summary>Shows every slot of a year file that is stored at all, in order; holes are passed over.</summary>
internal static class SlotWalk
{
    const int ChunkBytes = 1 << 20;

    public delegate void SlotVisitor(long index, ReadOnlySpan<byte> slot);

    public static void Run(IDiskFile file, YearFilePlace place, long lastIndex, SlotVisitor visit, CancellationToken cancellationToken)
    {
        var first = place.Calendar.FirstIndex == 0 && UsedSlots.CanHoldDailyFirst(place.RecordLength) ? 0 : 1;
        var chunkSlots = Math.Max(1, ChunkBytes / place.RecordLength);
        var buffer = ArrayPool<byte>.Shared.Rent(chunkSlots * place.RecordLength);
        try
        {
            var next = (long)first;
            foreach (var extent in SlotExtents.Find(file, new(first, lastIndex), place.RecordLength))
            {
                for (next = Math.Max(next, extent.First); next <= extent.Last;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var count = (int)Math.Min(chunkSlots, extent.Last - next + 1);
                    var bytes = buffer.AsSpan(0, count * place.RecordLength);
                    // The Go server leaves the padding of a last partial slot away.
                    bytes[file.Read(bytes, place.OffsetOf(next))..].Clear();
                    for (var slot = 0; slot < count; slot++, next++)
                        visit(next, bytes.Slice(slot * place.RecordLength, place.RecordLength));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
