using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>Brings the sections of a batch into files and memory. Commit thread, or the start's replay; the bucket's write lock is held.</summary>
internal sealed class SectionApplier(BucketCatalog catalog, StorageContext context)
{
    public void Apply(Bucket bucket, SectionHeader header, ReadOnlySpan<byte> payload, ulong sequence)
    {
        var schema = bucket.Schema;
        var file = catalog.EnsureYear(bucket, schema, header.Year);
        if (schema.RecordType == RecordType.Fixed)
            ApplyFixed(file, schema, payload);
        else
            ApplyVariable(bucket, file, payload, sequence);
    }

    /// <summary>False for a section that does not fit its bucket: damage, or a defect of ours.</summary>
    public static bool Fits(BucketSchema schema, SectionHeader header) =>
        header.RowBytes == (schema.RecordType == RecordType.Fixed ? schema.RecordLength : RowEncoder.SlotIndexBytes + schema.VariableRowBytes);

    void ApplyFixed(YearFile file, BucketSchema schema, ReadOnlySpan<byte> slots)
    {
        if (slots.IsEmpty)
            return;
        file.EnsureWritable();
        using var lease = file.Open();
        context.Dirty.Files.Add(file);
        SlotWriter.Write(lease.File, file, slots, schema.RecordLength);
        file.MarkUsed(BinaryPrimitives.ReadInt64LittleEndian(slots), BinaryPrimitives.ReadInt64LittleEndian(slots[^schema.RecordLength..]));
    }

    /// <summary>For rows that a checkpoint carried: they come before those that are in memory already.</summary>
    public void PrependVariable(Bucket bucket, YearFile file, ReadOnlySpan<byte> rows, ulong sequence)
    {
        if (rows.IsEmpty)
            return;
        HotRowsOf(bucket, file).Prepend(rows, sequence);
        context.HotRowBytesChanged(rows.Length);
    }

    void ApplyVariable(Bucket bucket, YearFile file, ReadOnlySpan<byte> rows, ulong sequence)
    {
        if (rows.IsEmpty)
            return;
        file.EnsureWritable();
        HotRowsOf(bucket, file).Append(rows, sequence);
        context.HotRowBytesChanged(rows.Length);
    }

    static HotRows HotRowsOf(Bucket bucket, YearFile file)
    {
        ref var hot = ref CollectionsMarshal.GetValueRefOrAddDefault(bucket.ActiveRows, file.Year, out _);
        return hot ??= new HotRows(RowEncoder.SlotIndexBytes + bucket.Schema.VariableRowBytes);
    }
}
