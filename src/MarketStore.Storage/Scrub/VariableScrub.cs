using System.Buffers;
using MarketStore.Core.Types;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;

namespace MarketStore.Storage.Scrub;

/// <summary>Looks over the slots of a variable year file and the blocks that they point to. Columns have no checksum: whatever they are is right.</summary>
internal sealed class VariableScrub(IDiskFile file, YearFilePlace place, YearFileHeader header, bool isCompressed, ScrubTally tally)
{
    readonly BlockRanges _ranges = new();
    readonly int _rowBytes = DataShapes.RowBytes(header.Columns) + sizeof(uint);
    readonly long _fileLength = file.Length;

    public void Check(CancellationToken cancellationToken)
    {
        SlotWalk.Run(file, place, place.Calendar.SlotCount, CheckSlot, cancellationToken);
        foreach (var (start, end) in _ranges.Gaps(place.NominalLength, _fileLength))
        {
            tally.FreeBytes += end - start;
            tally.StoredFreeBytes += SlotExtents.Find(file, start, end).Sum(extent => extent.End - extent.Start);
        }
    }

    void CheckSlot(long index, ReadOnlySpan<byte> slot)
    {
        var reference = BlockReference.Read(slot);
        var offset = place.OffsetOf(index);
        if (index == 0 ? reference is { Offset: 0, Length: 0 } : reference.Index == 0)
        {
            if (slot.ContainsAnyExcept((byte)0))
                tally.Add(ScrubFault.EmptySlot, place.Path, offset, index, "it is not in use and holds bytes that are not zero");
            return;
        }

        tally.Slots++;
        if (index > place.Calendar.LastIndex)
            tally.Add(ScrubFault.BeyondYear, place.Path, offset, index, $"the year's last slot is {place.Calendar.LastIndex}");
        if (reference.Index != index)
            tally.Add(ScrubFault.SlotIndex, place.Path, offset, index, $"its index says {reference.Index}");
        if (reference.Length <= 0 || reference.Length > Array.MaxLength || reference.Offset < place.NominalLength || reference.Offset > _fileLength - reference.Length)
        {
            tally.Add(ScrubFault.BlockPlace, place.Path, offset, index, $"it points to {reference.Length} bytes at {reference.Offset}; blocks lie from {place.NominalLength} to {_fileLength}");
            return;
        }

        if (!_ranges.TryAdd(reference.Offset, reference.Length))
            tally.Add(ScrubFault.BlockOverlap, place.Path, offset, index, $"its block of {reference.Length} bytes at {reference.Offset} overlaps another slot's");
        CheckBlock(reference with { Index = index });
    }

    void CheckBlock(BlockReference reference)
    {
        tally.Blocks++;
        var stored = ArrayPool<byte>.Shared.Rent((int)reference.Length);
        byte[] decoded = [];
        try
        {
            var block = stored.AsSpan(0, (int)reference.Length);
            if (file.Read(block, reference.Offset) < block.Length || !RecordBlock.TryGetRowBytes(block, isCompressed, out var bytes))
            {
                AddContent(reference, "it is no Snappy block");
                return;
            }

            if (bytes == 0 || bytes % _rowBytes != 0)
                AddContent(reference, $"it holds {bytes} bytes, and a row has {_rowBytes}");
            decoded = ArrayPool<byte>.Shared.Rent(bytes);
            var rows = decoded.AsSpan(0, bytes);
            if (!RecordBlock.TryDecode(block, rows, isCompressed))
                AddContent(reference, "it is no Snappy block");
            else if (FindDisorder(rows, _rowBytes) is { } row)
                tally.Add(ScrubFault.RowOrder, place.Path, reference.Offset, reference.Index, $"row {row} of its block has earlier ticks than the row before");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(stored);
            if (decoded.Length > 0)
                ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    void AddContent(BlockReference reference, string fault) =>
        tally.Add(ScrubFault.BlockContent, place.Path, reference.Offset, reference.Index, $"its block of {reference.Length} bytes: {fault}");

    static int? FindDisorder(ReadOnlySpan<byte> rows, int rowBytes)
    {
        for (var row = 1; row < rows.Length / rowBytes; row++)
        {
            if (RecordBlock.TicksOf(rows, row, rowBytes) < RecordBlock.TicksOf(rows, row - 1, rowBytes))
                return row;
        }

        return null;
    }
}
