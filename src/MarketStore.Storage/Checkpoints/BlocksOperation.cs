using System.Buffers;
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
    readonly byte[] _blocks = new BlocksRecord(bucket.LogId, file.Year, frozen.LastSequence, written.References).ToBytes();
    readonly byte[] _carry = new CarryRecord(
        frozen.LastSequence, new SectionHeader(bucket.LogId, file.Year, frozen.RowBytes, written.Carried.Length / frozen.RowBytes), written.Carried).ToBytes();

    public override int LogBytes => _blocks.Length + _carry.Length;

    public override void Admit(LogGroup group)
    {
        if (bucket.IsDestroyed)
            return;
        group.Define(bucket);
        if (written.References.Count > 0)
            Place = group.Add(LogRecordKind.Blocks, _blocks);
        if (written.Carried.Length > 0)
            Place = group.Add(LogRecordKind.Carry, _carry);
    }

    public override void Apply()
    {
        lock (bucket.Lock)
        {
            if (bucket.IsDestroyed)
                return;
            WriteReferences(file, written.References, applier, Place);
            if (!bucket.FrozenRows.Remove(file.Year))
                return;
            context.HotRowBytesChanged(written.Carried.Length - frozen.Bytes);
            if (written.Carried.Length > 0)
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
        active.Prepend(written.Carried, Place.Sequence);
    }
}
