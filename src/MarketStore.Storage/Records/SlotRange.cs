using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>The slots of one year file that a range touches. Empty when the last lies before the first.</summary>
internal readonly record struct SlotRange(long First, long Last)
{
    public bool IsEmpty => Last < First;

    public long Count => Math.Max(0, Last - First + 1);

    /// <summary>Every slot from the one that holds the start to the one that holds the end.</summary>
    public static SlotRange Of(SlotCalendar calendar, TimeRange range)
    {
        if (range.IsEmpty || range.End.Seconds < calendar.YearStartSeconds || range.Start.Seconds >= calendar.YearEndSeconds)
            return new(0, -1);
        var first = range.Start.Seconds <= calendar.YearStartSeconds ? calendar.FirstIndex : calendar.IndexOf(range.Start.Seconds);
        var last = range.End.Seconds >= calendar.YearEndSeconds - 1 ? calendar.LastIndex : calendar.IndexOf(range.End.Seconds);
        return new(first, last);
    }

    /// <summary>
    /// The slots of a year that rows can be in. Ticks in the last, partial slot of a year would lie among the blocks; a wide row of January 1 would lie over the header's columns.
    /// </summary>
    public static SlotRange Storable(BucketSchema schema, SlotCalendar calendar) => new(
        UsedSlots.CanHoldDailyFirst(schema.RecordLength) ? calendar.FirstIndex : 1,
        schema.RecordType == RecordType.Variable ? Math.Min(calendar.SlotCount, calendar.LastIndex) : calendar.LastIndex);

    public SlotRange Within(UsedSlots used) => new(Math.Max(First, used.First), Math.Min(Last, used.Last));
}
