using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Estimates;

/// <summary>
/// How much of a disk buckets of bars take up, by laying one year of them out as a year file does: pages of 4 KiB that hold a part of the header or a slot in use are
/// stored, all others are holes.
/// </summary>
/// <param name="tradingDays">Days of a year with bars, Mondays to Fridays first.</param>
/// <param name="session">From a day's first bar to its end.</param>
public sealed class SpaceEstimate(Timeframe timeframe, IReadOnlyList<DataShape> columns, int tradingDays, TimeSpan session)
{
    const int PageBytes = 4_096;

    /// <summary>Directories of symbol, timeframe and attribute group, each with its category file.</summary>
    const int BucketPages = 6;

    // A year as most are: 365 days, 261 of them Mondays to Fridays. It starts on a Tuesday.
    const int SampleYear = 2019;
    const int DaysToFirstSaturday = 4;
    const int Weekdays = 261;

    readonly int _recordLength = YearFileHeader.RecordLengthOf(RecordType.Fixed, columns);

    /// <summary>Bytes on the disk that a bucket needs beside its year files.</summary>
    public static long BucketBytes => BucketPages * PageBytes;

    /// <summary>Bytes on the disk of a year file.</summary>
    public long YearFileBytes()
    {
        var calendar = new SlotCalendar(MarketTimeZone.Utc, timeframe, SampleYear);
        var pages = HeaderPages(calendar);
        var last = -1L;
        foreach (var day in TradingDays())
        {
            var start = calendar.YearStartSeconds + (day * Timeframe.SecondsPerDay) + SessionStart();
            var end = Math.Min(start + (long)session.TotalSeconds, calendar.YearEndSeconds);
            if (end <= start)
                continue;
            var first = Math.Max(last + 1, PageAt(SlotExtents.OffsetOf(calendar.IndexOf(start), _recordLength)));
            last = Math.Max(last, PageAt(SlotExtents.OffsetOf(calendar.IndexOf(end - 1) + 1, _recordLength) - 1));
            for (var page = first; page <= last; page++)
                pages.Add(page);
        }

        return pages.Count * (long)PageBytes;
    }

    HashSet<long> HeaderPages(SlotCalendar calendar)
    {
        var header = new byte[YearFileHeader.Size];
        new YearFileHeader("", calendar.Year, timeframe.Nanoseconds, RecordType.Fixed, columns, _recordLength).Write(header);
        var pages = new HashSet<long>();
        for (var offset = 0; offset < header.Length; offset += PageBytes)
        {
            if (header.AsSpan(offset, Math.Min(PageBytes, header.Length - offset)).ContainsAnyExcept((byte)0))
                pages.Add(PageAt(offset));
        }

        return pages;
    }

    /// <summary>In the middle of the day, at the start of a slot.</summary>
    long SessionStart()
    {
        var start = (Timeframe.SecondsPerDay - (long)session.TotalSeconds) / 2;
        return timeframe.Seconds < Timeframe.SecondsPerDay ? start / timeframe.Seconds * timeframe.Seconds : start;
    }

    IEnumerable<int> TradingDays()
    {
        var weekdays = Enumerable.Range(0, 365).Where(day => !IsWeekend(day)).ToArray();
        // Fewer days than weekdays are holidays, here and there in the year.
        var open = Math.Min(tradingDays, Weekdays);
        var days = Enumerable.Range(0, open).Select(day => weekdays[day * Weekdays / open]);
        var more = Enumerable.Range(0, 365).Where(IsWeekend).Take(Math.Max(0, tradingDays - Weekdays));
        return days.Concat(more).Order();
    }

    static bool IsWeekend(int day) => (day - DaysToFirstSaturday + 7) % 7 is 0 or 1;

    static long PageAt(long offset) => offset / PageBytes;
}
