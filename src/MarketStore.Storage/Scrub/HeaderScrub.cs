using MarketStore.Core.Time;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Scrub;

/// <summary>Looks over the header of a year file: every field, and that all bytes without meaning are zero.</summary>
internal sealed class HeaderScrub(string path, ScrubTally tally)
{
    /// <summary>Returns null when the header cannot be trusted to say where the slots are.</summary>
    public YearFileHeader? Check(IDiskFile file, SlotCalendar calendar)
    {
        var bytes = new byte[YearFileHeader.Size];
        var read = file.Read(bytes, 0);
        if (!YearFileHeader.TryRead(bytes.AsSpan(0, read), out var header, out var fault))
            return Refuse(fault);
        if (header.Year != calendar.Year)
            return Refuse($"its header says year {header.Year}");
        if (header.TimeframeNanoseconds != calendar.Timeframe.Nanoseconds)
            return Refuse($"its header says a timeframe of {header.TimeframeNanoseconds} ns");
        if (YearFileHeader.FindFault(header.Columns) is { } columnFault)
            tally.Add(ScrubFault.Header, path, null, null, columnFault);
        CheckCanonical(bytes, header);
        CheckTail(bytes, header, calendar);
        return header;
    }

    /// <summary>What the fields say, written anew, is what must be there. The tail may hold a row.</summary>
    void CheckCanonical(byte[] bytes, YearFileHeader header)
    {
        var due = new byte[YearFileHeader.Size];
        header.Write(due);
        for (var offset = 0; offset < YearFileHeader.Size - YearFileHeader.ReservedTailBytes; offset++)
        {
            if (bytes[offset] != due[offset])
                tally.Add(ScrubFault.HeaderPadding, path, offset, null, $"the byte {bytes[offset]:x2} belongs to no text and no field; {due[offset]:x2} is due");
        }
    }

    /// <summary>The reserved tail ends with the slot of January 1 of daily buckets, if that fits.</summary>
    void CheckTail(byte[] bytes, YearFileHeader header, SlotCalendar calendar)
    {
        var hasRow = calendar.FirstIndex == 0 && UsedSlots.CanHoldDailyFirst(header.RecordLength);
        var end = YearFileHeader.Size - (hasRow ? header.RecordLength : 0);
        for (var offset = YearFileHeader.Size - YearFileHeader.ReservedTailBytes; offset < end; offset++)
        {
            if (bytes[offset] != 0)
                tally.Add(ScrubFault.HeaderPadding, path, offset, null, $"the byte {bytes[offset]:x2} is reserved; 00 is due");
        }
    }

    YearFileHeader? Refuse(string fault)
    {
        tally.Add(ScrubFault.Header, path, 0, null, fault);
        return null;
    }
}
