using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;
using MarketStore.Storage.Operations;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Checkpoints;

/// <summary>
/// Ends a checkpoint's work on one year file: says in the log where its new blocks lie and which rows are carried on, then points the slots to the blocks
/// and lets go of the rows in memory.
/// </summary>
internal sealed class BlocksOperation(Bucket bucket, YearFile file, HotRows frozen, WrittenBlocks written, SectionApplier applier, StorageContext context) : LogOperation
{
    WrittenBlocks _written = written;

    public override int LogBytes => (_written.References.Count * BlocksRecord.ReferenceBytes) + _written.Carried.Length;

    public override void Admit(LogGroup group)
    {
        if (bucket.IsDestroyed)
            return;
        LeaveOutEmptied();
        group.Define(bucket);
        if (_written.References.Count > 0)
            Place = group.Add(LogRecordKind.Blocks, new BlocksRecord(bucket.LogId, file.Year, frozen.LastSequence, _written.References).ToBytes());
        if (_written.Carried.Length > 0)
        {
            Place = group.Add(LogRecordKind.Carry, new CarryRecord(
                frozen.LastSequence, new SectionHeader(bucket.LogId, file.Year, frozen.RowBytes, _written.Carried.Length / frozen.RowBytes), _written.Carried).ToBytes());
        }
    }

    public override void Apply()
    {
        lock (bucket.Lock)
        {
            if (bucket.IsDestroyed)
                return;
            WriteReferences(file, _written.References, applier, Place);
            if (!bucket.FrozenRows.Remove(file.Year, out var rows))
                return;
            context.HotRowBytesChanged(_written.Carried.Length - rows.Bytes);
            if (_written.Carried.Length > 0)
                KeepCarried();
        }
    }

    /// <summary>Points slots to their blocks. Also for replay.</summary>
    public static void WriteReferences(YearFile file, IReadOnlyList<BlockReference> references, SectionApplier applier, LogPlace place)
    {
        if (references.Count == 0)
            return;
        file.EnsureWritable();
        var buffer = ArrayPool<byte>.Shared.Rent(references.Count * BlockReference.Size);
        try
        {
            for (var position = 0; position < references.Count; position++)
                references[position].Write(buffer.AsSpan(position * BlockReference.Size));
            applier.WriteSlots(file, buffer.AsSpan(0, references.Count * BlockReference.Size), BlockReference.Size, place);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    void KeepCarried()
    {
        ref var active = ref CollectionsMarshal.GetValueRefOrAddDefault(bucket.ActiveRows, file.Year, out _);
        active ??= new HotRows(frozen.RowBytes);
        active.Prepend(_written.Carried, Place.Sequence);
    }

    /// <summary>Slots that were emptied while their blocks were written hold nothing of what was set apart any more.</summary>
    void LeaveOutEmptied()
    {
        var emptied = bucket.EmptiedWhileFrozen.Where(part => part.Year == file.Year).Select(part => part.Slots).ToList();
        if (emptied.Count == 0)
            return;
        var carried = new List<byte>();
        for (var rows = _written.Carried.AsSpan(); !rows.IsEmpty; rows = rows[frozen.RowBytes..])
        {
            if (!IsEmptied(BinaryPrimitives.ReadUInt32LittleEndian(rows)))
                carried.AddRange(rows[..frozen.RowBytes]);
        }

        context.DroppedBlocks.AddRange(_written.References.Where(reference => IsEmptied(reference.Index)).Select(reference => (file, reference)));
        _written = _written with { References = [.. _written.References.Where(reference => !IsEmptied(reference.Index))], Carried = [.. carried] };

        bool IsEmptied(long slot) => emptied.Exists(slots => slot >= slots.First && slot <= slots.Last);
    }
}
