namespace MarketStore.Core.Time;

/// <summary>One local year: where it starts and ends, and where each of its days starts.</summary>
public sealed class CalendarYear
{
    readonly MarketTimeZone _zone;
    readonly Lazy<long[]> _dayStarts;

    internal CalendarYear(int year, MarketTimeZone zone)
    {
        Year = year;
        _zone = zone;
        FirstDay = CivilCalendar.DayOf(year, 1, 1);
        DayCount = CivilCalendar.DaysInYear(year);
        StartSeconds = zone.StartOfLocalDay(FirstDay);
        EndSeconds = zone.StartOfLocalDay(FirstDay + DayCount);
        _dayStarts = new(ComputeDayStarts);
    }

    public int Year { get; }

    /// <summary>January 1 as days since 1970-01-01.</summary>
    public long FirstDay { get; }

    public int DayCount { get; }

    /// <summary>The instant of January 1, 00:00 local.</summary>
    public long StartSeconds { get; }

    /// <summary>The instant at which the next year starts.</summary>
    public long EndSeconds { get; }

    /// <summary>The instants of local midnight of each day, January 1 first.</summary>
    public ReadOnlySpan<long> DayStarts => _dayStarts.Value;

    long[] ComputeDayStarts()
    {
        var starts = new long[DayCount];
        for (var day = 0; day < DayCount; day++)
            starts[day] = _zone.StartOfLocalDay(FirstDay + day);
        return starts;
    }
}
