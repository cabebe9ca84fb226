using System.Buffers;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Checkpoints;

/// <summary>Says in the log where the new blocks of a year file lie, then points its slots to them and lets go of the rows in memory.</summary>
internal sealed class BlocksOperation(Bucket bucket, YearFile file, HotRows rows, IReadOnlyList<BlockReference> references, StorageContext context) : LogOperation
{
    readonly byte[] _body = new BlocksRecord(bucket.LogId, file.Year, rows.LastSequence, references).ToBytes();

    public override int LogBytes => _body.Length;

    public override void Admit(LogGroup group)
    {
        if (bucket.IsDestroyed)
            return;
        group.Define(bucket);
        Sequence = group.Add(LogRecordKind.Blocks, _body);
    }

    public override void Apply()
    {
        bucket.Lock.EnterWriteLock();
        try
        {
            if (bucket.IsDestroyed)
                return;
            WriteReferences(file, references, context);
            if (bucket.FrozenRows.Remove(file.Year))
                context.HotRowBytesChanged(-rows.Bytes);
        }
        finally
        {
            bucket.Lock.ExitWriteLock();
        }
    }

    /// <summary>Points slots to their blocks. Also for replay.</summary>
    public static void WriteReferences(YearFile file, IReadOnlyList<BlockReference> references, StorageContext context)
    {
        if (references.Count == 0)
            return;
        file.EnsureWritable();
        using var lease = file.Open();
        context.Dirty.Files.Add(file);
        var buffer = ArrayPool<byte>.Shared.Rent(references.Count * BlockReference.Size);
        try
        {
            for (var position = 0; position < references.Count; position++)
                references[position].Write(buffer.AsSpan(position * BlockReference.Size));
            SlotWriter.Write(lease.File, file, buffer.AsSpan(0, references.Count * BlockReference.Size), BlockReference.Size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        file.MarkUsed(references[0].Index, references[^1].Index);
    }
}
