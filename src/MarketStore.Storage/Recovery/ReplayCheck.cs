using System.Buffers.Binary;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Recovery;

/// <summary>
/// What a record of the log must say to be applied. A sound checksum proves that the bytes are those that were written, not that they make sense: what a defect wrote
/// must neither reach a place in a file that holds something else nor keep the server from starting.
/// </summary>
internal static class ReplayCheck
{
    /// <exception cref="MarketStoreException">No year file can have these columns.</exception>
    public static void Definition(BucketDefinition definition)
    {
        if (YearFileHeader.FindFault(definition.Columns) is { } fault)
            throw Damaged($"the definition of {definition.Key} in the log makes no sense: {fault}");
    }

    /// <exception cref="MarketStoreException">The year is none, or a row lies in a slot that it has not or, in a fixed bucket, not behind the row before.</exception>
    public static void Rows(Bucket bucket, SectionHeader section, ReadOnlySpan<byte> rows)
    {
        var slots = SlotsOf(bucket, section.Year);
        var isFixed = bucket.Schema.RecordType == RecordType.Fixed;
        var previous = slots.First - 1;
        for (; !rows.IsEmpty; rows = rows[section.RowBytes..])
        {
            var slot = isFixed ? BinaryPrimitives.ReadInt64LittleEndian(rows) : BinaryPrimitives.ReadUInt32LittleEndian(rows);
            Slot(slot, slots, section.Year);
            if (isFixed && slot <= previous)
                throw Damaged($"slot {slot} of {section.Year} comes after slot {previous} in the log");
            previous = slot;
        }
    }

    /// <exception cref="MarketStoreException">The year is none, or a slot is not one of it or not behind the one before.</exception>
    public static void References(Bucket bucket, BlocksRecord blocks)
    {
        var slots = SlotsOf(bucket, blocks.Year);
        if (bucket.Schema.RecordType != RecordType.Variable)
            throw Damaged($"the log has blocks for {bucket.Key}, which has none");
        var previous = slots.First - 1;
        foreach (var reference in blocks.References)
        {
            Slot(reference.Index, slots, blocks.Year);
            if (reference.Index <= previous)
                throw Damaged($"slot {reference.Index} of {blocks.Year} comes after slot {previous} in the log");
            previous = reference.Index;
        }
    }

    /// <exception cref="MarketStoreException">The year is none, the slots are not of it, or rows that stay lie elsewhere.</exception>
    public static void Deletion(Bucket bucket, DeletedPart part)
    {
        var slots = SlotsOf(bucket, part.Year);
        Slot(part.First, slots, part.Year);
        Slot(part.Last, slots, part.Year);
        if (part.Rows.Length == 0)
            return;
        var section = new SectionHeader(0, part.Year, part.RowBytes, part.Rows.Length / part.RowBytes);
        if (bucket.Schema.RecordType != RecordType.Variable || !Operations.SectionApplier.Fits(bucket.Schema, section))
            throw Damaged("the rows in the log do not fit the bucket's columns");
        for (ReadOnlySpan<byte> rows = part.Rows; !rows.IsEmpty; rows = rows[part.RowBytes..])
            Slot(BinaryPrimitives.ReadUInt32LittleEndian(rows), new(part.First, part.Last), part.Year);
    }

    /// <exception cref="MarketStoreException">No year file can be of this year.</exception>
    public static void Year(int year)
    {
        if (year is < MarketTimeZone.MinYear or > MarketTimeZone.MaxYear)
            throw Damaged($"the log has something for the year {year}, outside {MarketTimeZone.MinYear} to {MarketTimeZone.MaxYear}");
    }

    static SlotRange SlotsOf(Bucket bucket, int year)
    {
        Year(year);
        return SlotRange.Storable(bucket.Schema, bucket.Context.Calendars.Slots(bucket.Timeframe, year));
    }

    static void Slot(long slot, SlotRange slots, int year)
    {
        if (slot < slots.First || slot > slots.Last)
            throw Damaged($"slot {slot} in the log is not one of {year}");
    }

    static MarketStoreException Damaged(string message) => new(ErrorKind.DamagedFile, message);
}
