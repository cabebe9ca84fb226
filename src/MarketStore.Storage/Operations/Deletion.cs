using System.Buffers;
using System.Buffers.Binary;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>What is to be done to a bucket's year files for the rows of a range to be gone. Commit thread.</summary>
/// <param name="Parts">A part for each year that has any.</param>
/// <param name="RowCount">Rows that go.</param>
internal sealed record Deletion(IReadOnlyList<DeletedPart> Parts, long RowCount)
{
    const int ChunkBytes = 1 << 20;

    public static Deletion None { get; } = new([], 0);

    /// <exception cref="MarketStoreException">A file of the range is damaged, or a block that has to be cut is.</exception>
    public static Deletion Plan(Bucket bucket, TimeRange range)
    {
        var parts = new List<DeletedPart>();
        var rowCount = 0L;
        foreach (var file in bucket.Years)
        {
            var slots = SlotRange.Of(file.Calendar, range);
            if (slots.IsEmpty)
                continue;
            file.EnsureWritable();
            var storable = SlotRange.Storable(bucket.Schema, file.Calendar);
            slots = new(Math.Max(slots.First, storable.First), Math.Min(slots.Last, storable.Last));
            if (slots.IsEmpty)
                continue;
            var (part, rows, isNeeded) = bucket.Schema.RecordType == RecordType.Fixed ? PlanFixed(bucket, file, slots, range) : PlanVariable(bucket, file, slots, range);
            if (!isNeeded)
                continue;
            parts.Add(part);
            rowCount += rows;
        }

        return parts.Sum(part => (long)part.Rows.Length) <= EncodedBatch.MaxBytes / 2
            ? new(parts, rowCount)
            : throw new MarketStoreException(ErrorKind.LimitExceeded, $"{bucket.Key}: the range cuts slots of which more than {EncodedBatch.MaxBytes >> 21} MiB of rows would stay; delete whole slots");
    }

    static (DeletedPart Part, long Rows, bool IsNeeded) PlanFixed(Bucket bucket, YearFile file, SlotRange slots, TimeRange range)
    {
        // A row's time is the start of its slot.
        if (new EpochTime(file.Calendar.StartOf(slots.First), 0) < range.Start)
            slots = slots with { First = slots.First + 1 };
        slots = slots.Within(file.GetUsedSlots());
        var rows = CountUsed(file, slots, bucket.Schema.RecordLength);
        return (new(file.Year, (uint)Math.Max(0, slots.First), (uint)Math.Max(0, slots.Last), 0, []), rows, rows > 0);
    }

    static long CountUsed(YearFile file, SlotRange slots, int recordLength)
    {
        if (slots.IsEmpty)
            return 0;
        var used = 0L;
        using var lease = file.Open();
        var chunkSlots = Math.Max(1, ChunkBytes / recordLength);
        var buffer = ArrayPool<byte>.Shared.Rent(chunkSlots * recordLength);
        try
        {
            foreach (var part in SlotExtents.FindChunks(lease.File, slots, recordLength, chunkSlots))
            {
                var chunk = buffer.AsSpan(0, (int)part.Count * recordLength);
                chunk[lease.File.Read(chunk, file.OffsetOf(part.First))..].Clear();
                for (var slot = 0; slot < part.Count; slot++)
                    used += UsedSlots.IsUsed(chunk.Slice(slot * recordLength, recordLength), isDailyFirst: part.First + slot == 0) ? 1 : 0;
            }

            return used;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static (DeletedPart Part, long Rows, bool IsNeeded) PlanVariable(Bucket bucket, YearFile file, SlotRange slots, TimeRange range)
    {
        var stays = new List<byte>();
        var (rows, wholeSlots) = (0L, 0L);
        using var lease = file.Open();
        using var blocks = new BlockReader(lease.File, file, bucket.Context);
        using var triplets = new TripletReader(null, lease.File, file, slots.Within(file.GetUsedSlots()), isDescending: false);
        var (frozen, active) = (CursorOf(bucket.FrozenRows, file, slots), CursorOf(bucket.ActiveRows, file, slots));
        var scratch = new List<byte>();
        while (true)
        {
            var slot = Math.Min(triplets.Current?.Index ?? long.MaxValue, Math.Min(frozen.Slot, active.Slot));
            if (slot == long.MaxValue)
                break;
            var isWhole = IsWithin(file.Calendar, slot, range);
            scratch.Clear();
            wholeSlots += isWhole ? 1 : 0;
            if (triplets.Current is { } reference && reference.Index == slot)
            {
                rows += isWhole ? CountBlock(bucket, blocks, reference) : TakeBlock(bucket, file, blocks, reference, scratch);
                triplets.MoveNext();
            }

            var before = scratch.Count;
            frozen.TakeEntries(slot, scratch);
            active.TakeEntries(slot, scratch);
            rows += (scratch.Count - before) / RowBytesOf(bucket);
            if (!isWhole)
                rows -= Keep(bucket, file, slot, range, scratch, stays);
        }

        return (new(file.Year, (uint)slots.First, (uint)slots.Last, RowBytesOf(bucket), [.. stays]), rows, rows + wholeSlots > 0);
    }

    static HotCursor CursorOf(Dictionary<int, HotRows> rows, YearFile file, SlotRange slots) => new(rows.TryGetValue(file.Year, out var hot) ? hot.View() : null, slots);

    static int RowBytesOf(Bucket bucket) => RowEncoder.SlotIndexBytes + bucket.Schema.VariableRowBytes;

    static bool IsWithin(SlotCalendar calendar, long slot, TimeRange range)
    {
        var start = calendar.StartOf(slot);
        return new EpochTime(start, 0) >= range.Start && new EpochTime(start + calendar.Timeframe.Seconds - 1, 999_999_999) <= range.End;
    }

    /// <summary>Rows of a damaged block are not counted; it goes all the same.</summary>
    static long CountBlock(Bucket bucket, BlockReader blocks, BlockReference reference) =>
        blocks.TryRead(reference, out var block) && RecordBlock.TryGetRowBytes(block, bucket.Context.Options.CompressVariableRecords, out var bytes) ? bytes / bucket.Schema.VariableRowBytes : 0;

    /// <summary>Takes the rows of a block as the log would have them.</summary>
    static long TakeBlock(Bucket bucket, YearFile file, BlockReader blocks, BlockReference reference, List<byte> target)
    {
        var isCompressed = bucket.Context.Options.CompressVariableRecords;
        if (!blocks.TryRead(reference, out var block) || !RecordBlock.TryGetRowBytes(block, isCompressed, out var bytes))
            throw Damaged(file, reference);
        var decoded = new byte[bytes];
        if (!RecordBlock.TryDecode(block, decoded, isCompressed))
            throw Damaged(file, reference);
        var rowBytes = bucket.Schema.VariableRowBytes;
        Span<byte> index = stackalloc byte[RowEncoder.SlotIndexBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(index, (uint)reference.Index);
        for (var row = 0; row < bytes / rowBytes; row++)
        {
            target.AddRange(index);
            target.AddRange(decoded.AsSpan(row * rowBytes, rowBytes));
        }

        return bytes / rowBytes;
    }

    /// <summary>Adds the rows of a slot that lie outside of the range; returns how many.</summary>
    static long Keep(Bucket bucket, YearFile file, long slot, TimeRange range, List<byte> rows, List<byte> stays)
    {
        var entryBytes = RowBytesOf(bucket);
        var start = file.Calendar.StartOf(slot);
        var origin = file.Ticks?.OriginOf(slot) ?? default;
        var entries = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(rows);
        var kept = 0L;
        for (; !entries.IsEmpty; entries = entries[entryBytes..])
        {
            var ticks = BinaryPrimitives.ReadUInt32LittleEndian(entries[(entryBytes - sizeof(uint))..]);
            var time = EpochTime.FromSecondsAndNanos(start, file.Ticks?.Decode(origin, ticks) ?? 0);
            if (time >= range.Start && time <= range.End)
                continue;
            stays.AddRange(entries[..entryBytes]);
            kept++;
        }

        return kept;
    }

    static MarketStoreException Damaged(YearFile file, BlockReference reference) => new(
        ErrorKind.DamagedFile,
        $"nothing was deleted: the range cuts slot {reference.Index} of {file.Path}, whose block at offset {reference.Offset} is damaged; delete the whole slot");
}
