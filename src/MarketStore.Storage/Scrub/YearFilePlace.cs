using MarketStore.Core.Time;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Scrub;

/// <summary>Where the slots of a year file lie, as its header and its calendar have it.</summary>
internal sealed record YearFilePlace(string Path, SlotCalendar Calendar, int RecordLength)
{
    /// <summary>Bytes of header and slots.</summary>
    public long NominalLength => OffsetOf(Calendar.SlotCount + 1);

    public long OffsetOf(long index) => SlotExtents.OffsetOf(index, RecordLength);
}
