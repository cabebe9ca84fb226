namespace MarketStore.Trials.Model.Expected;

/// <summary>The slots of one timeframe in one zone, and what the format can say of a time within them: docs/file-format.md, "Slots" and "Interval ticks".</summary>
sealed class SlotRules(ZoneRules zone, long seconds)
{
    const long Billion = 1_000_000_000;

    public long Seconds => seconds;

    public ZoneRules Zone => zone;

    public bool IsDaily => seconds == ZoneRules.DaySeconds;

    /// <summary>The slot of a time. Of times that no file can hold the year lies outside the years of files.</summary>
    public Slot Of(long time)
    {
        var year = zone.YearOf(time);
        if (year is < ZoneRules.MinYear or > ZoneRules.MaxYear)
            return new(year, 0);
        return new(year, IsDaily ? zone.LocalDayOf(time) - ZoneRules.FirstDayOf(year) : 1 + ((time - zone.YearStart(year)) / seconds));
    }

    public long StartOf(Slot slot) => IsDaily
        ? zone.DayStart(ZoneRules.FirstDayOf(slot.Year) + slot.Index)
        : zone.YearStart(slot.Year) + ((slot.Index - 1) * seconds);

    /// <summary>False for the last, partial slot of a year that the timeframe does not divide: it has no place for ticks.</summary>
    public bool IsWithinNominalSize(Slot slot) => slot.Index <= ZoneRules.DaysIn(slot.Year) * ZoneRules.DaySeconds / seconds;

    /// <summary>What is stored of a time: its part of the slot in 2^32nds, in the arithmetic of the Go server.</summary>
    public uint TicksOf(Slot slot, long time, int nanoseconds)
    {
        var sinceBase = (((Int128)time - BaseOf(slot)) * Billion) + nanoseconds;
        var seconds = (double)(long)(sinceBase / Billion) + ((double)(long)(sinceBase % Billion) / 1e9);
        return unchecked((uint)(long)((double)IntervalsPerDay * 49_710.269629629629629629629629629 * seconds));
    }

    /// <summary>Nanoseconds since the slot's start that stored ticks stand for.</summary>
    public long NanosecondsOf(Slot slot, uint ticks)
    {
        var since = (((UInt128)ticks * (UInt128)Period) + (1UL << 31)) >> 32;
        var shift = ShiftOf(slot);
        var within = (long)since - shift;
        // What encoding cuts, a tick at most, may put the slot's first instant before its start.
        var tolerance = (Period >> 32) + 2;
        if (within < 0)
            within = shift > 0 && within >= -tolerance ? 0 : within + Period;
        // Daily slots are told apart by dates, and may last longer than until the start of the next where clocks skip its midnight.
        return Math.Min(within, (IsDaily ? Period : Math.Min(Period, seconds * Billion)) - 1);
    }

    /// <summary>
    /// Which of two rows comes first that come back with one time: the one stored with fewer ticks, counted from the slot's start. They differ only where times of the slot's
    /// last tick come back as its first instant; otherwise one time is one number of ticks, and the order of arrival decides.
    /// </summary>
    public int OrderOf(Slot slot, uint ticks) => unchecked((int)(ticks - (uint)(((UInt128)ShiftOf(slot) << 32) / (UInt128)Period)));

    /// <summary>How far off the time is that comes back, in nanoseconds; the long way round a day of 25 hours counts as nothing.</summary>
    public long Error(Slot slot, long time, int nanoseconds, long within)
    {
        var due = (((Int128)time - StartOf(slot)) * Billion) + nanoseconds;
        var error = (long)(((within - due) % Period + Period) % Period);
        return Math.Min(error, Period - error);
    }

    /// <summary>The most that a time may be off: a tick that encoding cuts, and another where the slot's last instants come back as its first.</summary>
    public long MostError => (2 * ((Period >> 32) + 1)) + 3;

    long IntervalsPerDay => ZoneRules.DaySeconds / seconds;

    long Period => ZoneRules.DaySeconds * Billion / IntervalsPerDay;

    /// <summary>How far the slot's start lies behind its base, within one period.</summary>
    long ShiftOf(Slot slot) => (long)(((((Int128)StartOf(slot) - BaseOf(slot)) * Billion % Period) + Period) % Period);

    /// <summary>The second that the Go server counts from: in UTC, whatever the zone.</summary>
    long BaseOf(Slot slot) => (ZoneRules.FirstDayOf(slot.Year) * ZoneRules.DaySeconds) + (long)((slot.Index - 1) * 86_400.0 / IntervalsPerDay);
}
