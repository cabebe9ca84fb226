using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>The packed rows of one slot of a variable bucket, from its block and from memory.</summary>
internal static class SlotReader
{
    public static byte[] ReadRows(Bucket bucket, YearFile file, long slot)
    {
        var schema = bucket.Schema;
        var range = new SlotRange(slot, slot);
        using var scratch = new RowScratch(schema.VariableRowBytes);
        using var snapshot = ScanSnapshot.TryTake(bucket);
        if (snapshot is null)
            return [];
        using var lease = file.Open();
        using var triplets = new TripletReader(snapshot, lease.File, file, range, isDescending: false);
        if (triplets.Current is { } reference)
        {
            using var blocks = new BlockReader(lease.File, file, bucket.Context);
            var isCompressed = bucket.Context.Options.CompressVariableRecords;
            if (blocks.TryRead(reference, out var block) && RecordBlock.TryGetRowBytes(block, isCompressed, out var bytes))
            {
                var rows = new byte[bytes];
                if (RecordBlock.TryDecode(block, rows, isCompressed))
                    rows.AsSpan(0, bytes / schema.VariableRowBytes * schema.VariableRowBytes).CopyTo(scratch.Extend(bytes / schema.VariableRowBytes));
            }
        }

        var hot = snapshot.HotRows(file);
        var (frozen, active) = (new HotCursor(hot.Frozen, range), new HotCursor(hot.Active, range));
        frozen.TryTake(slot, scratch);
        active.TryTake(slot, scratch);
        return scratch.Rows(0, scratch.Count).ToArray();
    }
}
