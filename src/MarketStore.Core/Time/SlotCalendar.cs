namespace MarketStore.Core.Time;

/// <summary>
/// The slots of one year file: which index a time has, and when a slot starts. Indexes count from 1; those of daily buckets from 0, January 1 first.
/// Elapsed time counts, so daylight saving neither skips nor repeats a slot. Layout: docs/file-format.md, "Slots".
/// </summary>
public sealed class SlotCalendar
{
    readonly CalendarYear _year;

    public SlotCalendar(MarketTimeZone zone, Timeframe timeframe, int year)
    {
        Zone = zone;
        Timeframe = timeframe;
        _year = zone.Year(year);
        // The file's nominal size goes by the calendar's days, also where a zone changed its standard offset within the year.
        SlotCount = _year.DayCount * Timeframe.SecondsPerDay / timeframe.Seconds;
    }

    public MarketTimeZone Zone { get; }

    public Timeframe Timeframe { get; }

    public int Year => _year.Year;

    public long YearStartSeconds => _year.StartSeconds;

    /// <summary>The instant at which the next year starts.</summary>
    public long YearEndSeconds => _year.EndSeconds;

    /// <summary>Slots of the file's nominal size.</summary>
    public long SlotCount { get; }

    /// <summary>The lowest index: 0 for daily buckets, otherwise 1.</summary>
    public long FirstIndex => Timeframe.IsDaily ? 0 : 1;

    /// <summary>The highest index that a time of this year can have; beyond <see cref="SlotCount"/> where the timeframe does not divide the year.</summary>
    public long LastIndex => Timeframe.IsDaily ? _year.DayCount - 1 : IndexOf(_year.EndSeconds - 1);

    /// <summary>The index of an instant within this year.</summary>
    public long IndexOf(long epochSeconds)
    {
        if (!Timeframe.IsDaily)
            return 1 + ((epochSeconds - _year.StartSeconds) / Timeframe.Seconds);

        if (Zone == MarketTimeZone.Utc)
            return (epochSeconds - _year.StartSeconds) / Timeframe.SecondsPerDay;
        // Where clocks skip a new year's midnight, its first slot may start while they still show the old year.
        return Math.Max(0, Zone.LocalDayAt(epochSeconds) - _year.FirstDay);
    }

    /// <summary>The indexes of many instants of this year. Returns true when they rise from each to the next.</summary>
    public bool IndexesOf(ReadOnlySpan<long> epochSeconds, Span<long> indexes)
    {
        var isAscending = true;
        var (lastSeconds, lastIndex) = (long.MinValue, long.MinValue);
        for (var row = 0; row < epochSeconds.Length; row++)
        {
            var seconds = epochSeconds[row];
            // Bars mostly follow each other slot by slot, and ticks share one: both without a division.
            var index = seconds == lastSeconds ? lastIndex
                : !Timeframe.IsDaily && seconds - lastSeconds == Timeframe.Seconds ? lastIndex + 1
                : IndexOf(seconds);
            isAscending &= index > lastIndex;
            indexes[row] = index;
            (lastSeconds, lastIndex) = (seconds, index);
        }

        return isAscending;
    }

    /// <summary>The instant at which a slot starts.</summary>
    public long StartOf(long index)
    {
        if (!Timeframe.IsDaily)
            return _year.StartSeconds + ((index - 1) * Timeframe.Seconds);
        return (ulong)index < (ulong)_year.DayCount ? _year.DayStarts[(int)index] : Zone.StartOfLocalDay(_year.FirstDay + index);
    }

    /// <summary>A second that no instant of a slot is behind: the last one, also of a day of 25 hours. Days that clocks make shorter, by skipping midnight or all of the next day, count for 24.</summary>
    public long LastSecondOf(long index) => Math.Max(StartOf(index + 1), StartOf(index) + Timeframe.Seconds) - 1;
}
