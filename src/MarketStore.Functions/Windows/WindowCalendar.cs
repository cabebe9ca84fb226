using MarketStore.Core.Time;

namespace MarketStore.Functions.Windows;

/// <summary>
/// The windows of a query timeframe in a zone. They tile the time line, and where they lie depends on nothing but the timeframe and the zone, never on the data:
/// seconds, minutes and hours are counted in UTC from 0001-01-01T00:00Z; days and weeks in local days from 0001-01-01, a Monday; months and years from January of year 1.
/// A local day is what starts at <see cref="MarketTimeZone.StartOfLocalDay"/>, the instant that daily buckets use, and ends where the next starts.
/// Safe for any number of threads. docs/queries.md, "Windows".
/// </summary>
public sealed class WindowCalendar(CandleWindow window, MarketTimeZone zone)
{
    // 0001-01-01 as days before 1970-01-01.
    const long OriginDays = 719_162;

    // Times beyond, which no year file can hold, share the first and the last window.
    static readonly long EarliestSeconds = CivilCalendar.DayOf(MarketTimeZone.MinYear + 20, 1, 1) * Timeframe.SecondsPerDay;
    static readonly long LatestSeconds = CivilCalendar.DayOf(MarketTimeZone.MaxYear + 1, 1, 1) * Timeframe.SecondsPerDay;

    readonly MarketTimeZone _zone = zone;

    public CandleWindow Window { get; } = window;

    /// <summary>The window that holds an instant, given as Unix seconds.</summary>
    public TimeWindow At(long epochSeconds)
    {
        var within = Math.Clamp(epochSeconds, EarliestSeconds, LatestSeconds);
        var found = Window.FollowsCalendar ? CalendarWindowAt(within) : ElapsedWindowAt(within);
        if (epochSeconds < found.StartSeconds)
            return found with { StartSeconds = long.MinValue };
        return epochSeconds < found.EndSeconds ? found : found with { EndSeconds = long.MaxValue };
    }

    TimeWindow ElapsedWindowAt(long epochSeconds)
    {
        var length = Window.NominalSeconds;
        var start = epochSeconds - FloorModulo(epochSeconds + (OriginDays * Timeframe.SecondsPerDay), length);
        return new(start, start + length);
    }

    TimeWindow CalendarWindowAt(long epochSeconds)
    {
        var day = _zone.LocalDayAt(epochSeconds);
        // Where clocks change at midnight, a day's start as files have it may lie an hour from where the date changes.
        if (epochSeconds < _zone.StartOfLocalDay(day))
            day--;
        else if (epochSeconds >= _zone.StartOfLocalDay(day + 1))
            day++;

        var (first, next) = Window.Unit switch
        {
            CandleUnit.Day => DaysAt(day, Window.Count),
            CandleUnit.Week => DaysAt(day, 7L * Window.Count),
            CandleUnit.Month => MonthsAt(day, Window.Count),
            _ => MonthsAt(day, 12L * Window.Count),
        };
        return new(_zone.StartOfLocalDay(first), _zone.StartOfLocalDay(next));
    }

    static (long First, long Next) DaysAt(long day, long length)
    {
        var first = day - FloorModulo(day + OriginDays, length);
        return (first, first + length);
    }

    static (long First, long Next) MonthsAt(long day, long length)
    {
        var (year, month, _) = CivilCalendar.DateOf(day);
        var months = ((year - 1) * 12L) + (month - 1);
        var first = months - FloorModulo(months, length);
        return (FirstDayOf(first), FirstDayOf(first + length));
    }

    static long FirstDayOf(long monthsSinceOrigin)
    {
        var month = (int)FloorModulo(monthsSinceOrigin, 12);
        return CivilCalendar.DayOf((int)((monthsSinceOrigin - month) / 12) + 1, month + 1, 1);
    }

    static long FloorModulo(long dividend, long divisor)
    {
        var remainder = dividend % divisor;
        return remainder < 0 ? remainder + divisor : remainder;
    }
}
