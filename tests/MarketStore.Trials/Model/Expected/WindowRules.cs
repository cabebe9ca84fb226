namespace MarketStore.Trials.Model.Expected;

/// <summary>The windows of bars: docs/queries.md, "Windows". A window is known by the instant at which it starts.</summary>
sealed class WindowRules(ZoneRules zone, long count, string unit)
{
    /// <summary>From 0001-01-01 to 1970-01-01.</summary>
    const long EraDays = 719_162;

    /// <summary>Null for windows of days, weeks, months and years.</summary>
    public long? ClockSeconds => unit switch
    {
        "Sec" => count,
        "Min" => count * 60,
        "H" => count * 3_600,
        _ => null,
    };

    /// <summary>The start of the window that holds a time, and of the one after it.</summary>
    public (long Start, long End) At(long time)
    {
        if (ClockSeconds is { } length)
        {
            var start = (FloorDivide(time + (EraDays * ZoneRules.DaySeconds), length) * length) - (EraDays * ZoneRules.DaySeconds);
            return (start, start + length);
        }

        var (first, next) = DaysAt(LocalDayHolding(time));
        return (zone.DayStart(first), zone.DayStart(next));
    }

    /// <summary>A day lasts from its start to that of the next, which is not always where the date changes.</summary>
    long LocalDayHolding(long time)
    {
        var day = zone.LocalDayOf(time);
        while (zone.DayStart(day) > time)
            day--;
        while (zone.DayStart(day + 1) <= time)
            day++;
        return day;
    }

    (long First, long Next) DaysAt(long day)
    {
        if (unit is "D" or "W")
        {
            // 0001-01-01 is a Monday.
            var days = unit == "D" ? count : count * 7;
            var first = (FloorDivide(day + EraDays, days) * days) - EraDays;
            return (first, first + days);
        }

        var date = new NodaTime.LocalDate(1970, 1, 1).PlusDays((int)day);
        var months = unit == "M" ? count : count * 12;
        var month = FloorDivide(((date.Year - 1) * 12L) + date.Month - 1, months) * months;
        return (FirstDayOfMonth(month), FirstDayOfMonth(month + months));
    }

    /// <param name="month">Counted from January of year 1, from 0.</param>
    static long FirstDayOfMonth(long month) =>
        NodaTime.Period.DaysBetween(new(1970, 1, 1), new((int)FloorDivide(month, 12) + 1, (int)(month - (FloorDivide(month, 12) * 12)) + 1, 1));

    static long FloorDivide(long dividend, long divisor) => (long)Math.Floor(dividend / (decimal)divisor);
}
