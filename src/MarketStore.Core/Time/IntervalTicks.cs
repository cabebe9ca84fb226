namespace MarketStore.Core.Time;

/// <summary>
/// The position of a row within its slot, as variable records store it: a slot is divided into 2^32 ticks. Encoding repeats the arithmetic of the Go server
/// bit for bit, its base in UTC included; decoding undoes exactly that, so that times come back in any zone. Layout: docs/file-format.md, "Interval ticks".
/// </summary>
public sealed class IntervalTicks
{
    // 2^32 / 86,400, rounded to a double as the format has it.
    const double TicksPerSecondOfDay = 49_710.269629629629629629629629629;

    readonly SlotCalendar _calendar;
    readonly long _utcYearStart;
    readonly long _intervalsPerDay;
    readonly double _ticksPerSecond;
    readonly long _periodNanoseconds;
    readonly long _lastNanosecond;

    /// <summary>True when every slot starts at its base, as in UTC: ticks count from the slot's start then.</summary>
    readonly bool _isAligned;

    /// <exception cref="ArgumentException">The timeframe is longer than a day.</exception>
    public IntervalTicks(SlotCalendar calendar)
    {
        if (!CanRepresent(calendar.Timeframe))
            throw new ArgumentException($"ticks cannot represent slots of {calendar.Timeframe}", nameof(calendar));
        _calendar = calendar;
        _utcYearStart = CivilCalendar.DayOf(calendar.Year, 1, 1) * Timeframe.SecondsPerDay;
        _intervalsPerDay = Timeframe.SecondsPerDay / calendar.Timeframe.Seconds;
        _ticksPerSecond = _intervalsPerDay * TicksPerSecondOfDay;
        _periodNanoseconds = Timeframe.SecondsPerDay * Timeframe.NanosecondsPerSecond / _intervalsPerDay;
        // Where the timeframe does not divide a day the ticks' period is longer than the slot. Encoding rounds up where the base lies behind the slot, and a row of the slot's end must not come back in the next one.
        _lastNanosecond = Math.Min(_periodNanoseconds, calendar.Timeframe.Nanoseconds) - 1;
        _isAligned = !calendar.Timeframe.IsDaily && calendar.YearStartSeconds == _utcYearStart && Timeframe.SecondsPerDay % calendar.Timeframe.Seconds == 0;
    }

    /// <summary>False for slots longer than a day: their ticks would be 0 and the time within the slot lost.</summary>
    public static bool CanRepresent(Timeframe timeframe) => timeframe.Seconds <= Timeframe.SecondsPerDay;

    /// <summary>The second that the format counts a slot's ticks from; not the slot's start outside UTC.</summary>
    public long BaseSeconds(long index) => _utcYearStart + (long)((index - 1) * 86_400.0 / _intervalsPerDay);

    public uint Encode(long index, long epochSeconds, int nanoseconds) => EncodeSince(BaseSeconds(index), epochSeconds, nanoseconds);

    /// <summary>As <see cref="Encode"/>, with the slot's base computed once for many rows.</summary>
    public uint EncodeSince(long baseSeconds, long epochSeconds, long nanoseconds)
    {
        var wholeSeconds = epochSeconds - baseSeconds;
        // Truncating division: a time before the base has both parts negative.
        if (wholeSeconds < 0 && nanoseconds > 0)
            (wholeSeconds, nanoseconds) = (wholeSeconds + 1, nanoseconds - Timeframe.NanosecondsPerSecond);
        var seconds = wholeSeconds + (nanoseconds / 1e9);
        return unchecked((uint)(long)(_ticksPerSecond * seconds));
    }

    /// <summary>Nanoseconds since the slot's start, below the slot's length.</summary>
    public long DecodeNanoseconds(long index, uint ticks) => Decode(OriginOf(index), ticks);

    /// <summary>What decoding the ticks of a slot goes by: computed once for many rows.</summary>
    public TickOrigin OriginOf(long index)
    {
        if (_isAligned)
            return default;
        var start = _calendar.StartOf(index);
        var shift = (start - BaseSeconds(index)) * Timeframe.NanosecondsPerSecond % _periodNanoseconds;
        return new(shift < 0 ? shift + _periodNanoseconds : shift, Encode(index, start, 0));
    }

    /// <summary>As <see cref="DecodeNanoseconds"/>, with the slot's origin computed once for many rows.</summary>
    public long Decode(TickOrigin origin, uint ticks)
    {
        if (_isAligned)
            return Math.Min(Nanoseconds(ticks), _lastNanosecond);
        // Ticks rise through the slot from those of its first instant on, round the end of their range if need be, so these tell to a tick where in the slot the time is.
        // They alone do: rounding, and what encoding cuts, may put the first instant to the other end of the range.
        var about = Nanoseconds(unchecked(ticks - origin.FirstTicks));
        var sinceStart = Nanoseconds(ticks) - origin.ShiftNanoseconds;
        if (sinceStart < about - (_periodNanoseconds / 2))
            sinceStart += _periodNanoseconds;
        else if (sinceStart > about + (_periodNanoseconds / 2))
            sinceStart -= _periodNanoseconds;
        return Math.Clamp(sinceStart, 0, _lastNanosecond);
    }

    /// <summary>round(ticks * period / 2^32), without a 128-bit product: the period is below 2^47.</summary>
    long Nanoseconds(uint ticks)
    {
        var high = (_periodNanoseconds >> 16) * ticks;
        var low = (_periodNanoseconds & 0xFFFF) * ticks;
        return (high + (low >> 16) + (1L << 15)) >> 16;
    }
}
