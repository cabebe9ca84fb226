using System.Buffers;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Checkpoints;

/// <summary>
/// Merges rows with the blocks that their slots have already, and writes the new blocks behind the end of the file, never over old ones: until the slots point to them,
/// the file says what it said before. Checkpoint thread.
/// </summary>
internal sealed class BlockWriter(StorageContext context)
{
    const int WriteBytes = 1 << 20;

    /// <summary>A block is written anew once the rows to be added are this part of it: so a slot that grows tick by tick costs a bounded multiple of its size.</summary>
    const int CarryFactor = 8;

    /// <summary>Smaller blocks are always written: carrying costs log and memory too.</summary>
    const int MinCarryBlockBytes = 4_096;

    readonly bool _isCompressed = context.Options.CompressVariableRecords;

    /// <summary>Writes and flushes the blocks of one year file.</summary>
    /// <param name="carryBudget">Bytes of rows that may still stay in memory; what is carried is taken off.</param>
    /// <exception cref="IOException">The disk refused; the file's slots are unchanged.</exception>
    public WrittenBlocks Write(Bucket bucket, YearFile file, HotRowsView rows, ref long carryBudget)
    {
        var references = new List<BlockReference>();
        var abandoned = new List<BlockReference>();
        var carried = new List<byte>();
        using var lease = file.Open();
        using var scratch = new RowScratch(bucket.Schema.VariableRowBytes);
        using var blocks = new BlockReader(lease.File, file, context);
        using var output = new Output(lease.File, Math.Max(lease.File.Length, file.NominalLength));
        var all = new SlotRange(file.Calendar.FirstIndex, file.Calendar.LastIndex);
        using var triplets = new TripletReader(null, lease.File, file, all.Within(new(rows.SlotAt(rows.PositionOf(0)), rows.SlotAt(rows.Count - 1))), isDescending: false);
        for (var cursor = new HotCursor(rows, all); cursor.Slot != long.MaxValue;)
        {
            var slot = cursor.Slot;
            scratch.Truncate(0);
            while (triplets.Current is { } passed && passed.Index < slot)
                triplets.MoveNext();
            if (triplets.Current is { } existing && existing.Index == slot)
            {
                var addedBytes = (rows.PositionOf(slot + 1) - rows.PositionOf(slot)) * (long)rows.RowBytes;
                if (ShouldCarry(existing, addedBytes, ref carryBudget) || IsFull(blocks, existing, addedBytes))
                {
                    cursor.TakeEntries(slot, carried);
                    continue;
                }

                if (AppendExisting(blocks, existing, scratch, bucket.Schema.VariableRowBytes))
                    abandoned.Add(existing);
            }

            cursor.TryTake(slot, scratch);
            var block = scratch.Rows(0, scratch.Count);
            RecordBlock.SortByTicks(block, bucket.Schema.VariableRowBytes);
            references.Add(output.Add(slot, block, _isCompressed));
        }

        output.Finish();
        if (references.Count > 0)
            lease.File.Flush();
        return new(references, [.. carried], abandoned);
    }

    static bool ShouldCarry(BlockReference existing, long addedBytes, ref long carryBudget)
    {
        if (existing.Length < MinCarryBlockBytes || addedBytes * CarryFactor >= existing.Length || addedBytes > carryBudget)
            return false;
        carryBudget -= addedBytes;
        return true;
    }

    /// <summary>A block that no further rows fit into: they stay in the log, which is therefore kept over a stop too.</summary>
    bool IsFull(BlockReader blocks, BlockReference existing, long addedBytes)
    {
        // Few bytes cannot hold so much, and need not be read twice.
        if (existing.Length + addedBytes < RecordBlock.MaxWrittenBytes / 64
            || !blocks.TryRead(existing, out var block)
            || !RecordBlock.TryGetRowBytes(block, _isCompressed, out var rowBytes)
            || rowBytes + addedBytes <= RecordBlock.MaxWrittenBytes)
            return false;
        context.Logger.LogError("slot {Slot} holds {Bytes} bytes and takes no more into its block: further rows stay in the log and in memory", existing.Index, rowBytes);
        return true;
    }

    /// <summary>Rows already in the slot come first, so that equal ticks stay in order of arrival. A damaged block is left where it is, and said so.</summary>
    bool AppendExisting(BlockReader blocks, BlockReference existing, RowScratch scratch, int rowBytes)
    {
        if (!blocks.TryRead(existing, out var block))
            return false;
        if (!RecordBlock.TryGetRowBytes(block, _isCompressed, out var bytes))
        {
            blocks.Report(existing, "it is no Snappy block");
            return false;
        }

        var decoded = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            if (!RecordBlock.TryDecode(block, decoded.AsSpan(0, bytes), _isCompressed))
            {
                blocks.Report(existing, "it is no Snappy block");
                return false;
            }

            var count = bytes / rowBytes;
            decoded.AsSpan(0, count * rowBytes).CopyTo(scratch.Extend(count));
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    /// <summary>Gathers blocks into large writes.</summary>
    sealed class Output(IDiskFile file, long end) : IDisposable
    {
        byte[] _buffer = ArrayPool<byte>.Shared.Rent(WriteBytes);
        int _count;
        long _position = end;

        public BlockReference Add(long slot, ReadOnlySpan<byte> rows, bool isCompressed)
        {
            var needed = RecordBlock.MaxStoredBytes(rows.Length, isCompressed);
            if (_count + needed > _buffer.Length)
            {
                Finish();
                if (needed > _buffer.Length)
                {
                    ArrayPool<byte>.Shared.Return(_buffer);
                    _buffer = ArrayPool<byte>.Shared.Rent(needed);
                }
            }

            var length = RecordBlock.Encode(rows, _buffer.AsSpan(_count), isCompressed);
            var reference = new BlockReference(slot, _position + _count, length);
            _count += length;
            return reference;
        }

        public void Finish()
        {
            file.Write(_buffer.AsSpan(0, _count), _position);
            (_position, _count) = (_position + _count, 0);
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
    }
}
