using System.Diagnostics.CodeAnalysis;
using MarketStore.Calendars.Days;
using MarketStore.Calendars.Sessions;
using MarketStore.Core.Errors;

namespace MarketStore.Calendars;

/// <summary>
/// When a market is open. Instants are Unix seconds; dates are those of the market's own zone, and the date of an instant is what the calendar on its wall shows.
/// All bounds are half-open. Safe for any number of threads; questions about instants allocate nothing once the year around them was worked out.
/// </summary>
public sealed class MarketCalendar
{
    /// <summary>How many dates back the latest market time is looked for.</summary>
    public const int MostDaysBack = 10;

    // A market that keeps closed for longer than this is no market.
    const int MostDaysToMarketDay = 400;

    static readonly MarketSession[] Sessions = [MarketSession.Premarket, MarketSession.Regular, MarketSession.AfterHours];

    readonly ZoneClock _clock;
    readonly CalendarDays _days;
    readonly SessionPlan _plan;
    readonly Timeline[] _sessions;
    readonly Timeline _open;

    internal MarketCalendar(string name, ZoneClock clock, CalendarDays days, SessionPlan plan)
    {
        (Name, _clock, _days, _plan) = (name, clock, days, plan);
        _sessions = [.. Sessions.Select(session => new Timeline(clock, days, plan, session))];
        _open = new(clock, days, plan, session: null);
    }

    /// <summary>The calendar of the New York stock exchanges that is part of the program.</summary>
    public static MarketCalendar Nasdaq => MarketCalendars.BuiltIn.Nasdaq;

    public string Name { get; }

    /// <summary>The IANA name of the market's zone.</summary>
    public string ZoneName => _clock.Name;

    /// <summary>The market's date at an instant, whether or not it is a market day.</summary>
    public DateOnly DateAt(long epochSeconds) => _clock.DateAt(epochSeconds);

    public bool IsMarketDay(DateOnly date) => DayOf(date).IsOpen;

    /// <summary>A market day whose regular session ends before its time.</summary>
    public bool IsEarlyClose(DateOnly date) => DayOf(date).EarlyCloseMinutes != 0;

    /// <summary>The first market day after a date.</summary>
    /// <exception cref="MarketStoreException">There is none for more than a year.</exception>
    public DateOnly NextMarketDay(DateOnly date) => MarketDayFrom(date, step: 1);

    /// <summary>The last market day before a date.</summary>
    /// <exception cref="MarketStoreException">There is none for more than a year.</exception>
    public DateOnly PreviousMarketDay(DateOnly date) => MarketDayFrom(date, step: -1);

    /// <summary>Whether any session is on.</summary>
    public bool IsOpen(long epochSeconds) => _open.Contains(epochSeconds);

    public bool IsOpen(long epochSeconds, MarketSession session) => _sessions[(int)session].Contains(epochSeconds);

    public bool IsRegular(long epochSeconds) => IsOpen(epochSeconds, MarketSession.Regular);

    /// <summary>The session that is on, if one is.</summary>
    public MarketSession? SessionAt(long epochSeconds)
    {
        foreach (var session in Sessions)
        {
            if (IsOpen(epochSeconds, session))
                return session;
        }

        return null;
    }

    /// <summary>
    /// Tells for many instants whether they lie within a session, and how many do. Ascending ones, or such that mostly stay close to each other, take two comparisons each.
    /// </summary>
    /// <param name="isWithin">As many answers as there are instants.</param>
    public int Within(MarketSession session, ReadOnlySpan<long> epochSeconds, Span<bool> isWithin)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(isWithin.Length, epochSeconds.Length, nameof(isWithin));
        var timeline = _sessions[(int)session];
        var segment = default(TimelineSegment);
        var count = 0;
        for (var row = 0; row < epochSeconds.Length; row++)
        {
            if (!segment.Contains(epochSeconds[row]))
                segment = timeline.SegmentAt(epochSeconds[row]);
            isWithin[row] = segment.IsInside;
            count += segment.IsInside ? 1 : 0;
        }

        return count;
    }

    /// <summary>From the first session's start to the last one's end, breaks included; null for a date that is no market day.</summary>
    public SessionBounds? Bounds(DateOnly date)
    {
        var day = DayOf(date);
        return day.IsOpen ? Around(date, _plan.Of(day).All) : null;
    }

    /// <summary>A session's start and end, breaks included; null for a date that is no market day or has no such session.</summary>
    public SessionBounds? Bounds(DateOnly date, MarketSession session)
    {
        var day = DayOf(date);
        return day.IsOpen ? Around(date, _plan.Of(day)[session]) : null;
    }

    /// <summary>The parts that breaks leave of a session; none for a date that is no market day.</summary>
    public IReadOnlyList<SessionBounds> Parts(DateOnly date, MarketSession session)
    {
        var day = DayOf(date);
        return day.IsOpen ? [.. _plan.Of(day)[session].Select(part => BoundsOf(date, part.Start, part.End))] : [];
    }

    /// <summary>When the regular session of a date ends, on days that close early too; null for a date that is no market day.</summary>
    public long? RegularClose(DateOnly date)
    {
        var day = DayOf(date);
        return day.IsOpen ? _clock.SecondsAt(date, _plan.CloseOf(day)) : null;
    }

    /// <summary>The instant itself while any session is on, else the end of the last one before; null if there was none for <see cref="MostDaysBack"/> dates.</summary>
    public long? LatestMarketTime(long epochSeconds) => Latest(_open, epochSeconds);

    /// <summary>The same with one session alone.</summary>
    public long? LatestMarketTime(long epochSeconds, MarketSession session) => Latest(_sessions[(int)session], epochSeconds);

    long? Latest(Timeline timeline, long epochSeconds)
    {
        if (timeline.Contains(epochSeconds))
            return epochSeconds;
        // A session that ends at midnight belongs to the date before.
        return timeline.LastEnd(epochSeconds) is { } end && DateAt(end - 1) >= DateAt(epochSeconds).AddDays(-MostDaysBack) ? end : null;
    }

    DayKind DayOf(DateOnly date) => date.Year is >= ZoneClock.FirstYear and <= ZoneClock.LastYear ? _days[date] : DayKind.Closed;

    DateOnly MarketDayFrom(DateOnly date, int step)
    {
        for (var days = 1; days <= MostDaysToMarketDay; days++)
        {
            var number = date.DayNumber + (days * step);
            if (number < DateOnly.MinValue.DayNumber || number > DateOnly.MaxValue.DayNumber)
                break;
            var candidate = DateOnly.FromDayNumber(number);
            if (DayOf(candidate).IsOpen)
                return candidate;
        }

        ThrowNoMarketDay(date, step);
        return default;
    }

    SessionBounds? Around(DateOnly date, MinuteRange[] parts) => parts.Length == 0 ? null : BoundsOf(date, parts[0].Start, parts[^1].End);

    SessionBounds BoundsOf(DateOnly date, int startMinutes, int endMinutes) => new(_clock.SecondsAt(date, startMinutes), _clock.SecondsAt(date, endMinutes));

    [DoesNotReturn]
    void ThrowNoMarketDay(DateOnly date, int step) => throw new MarketStoreException(
        ErrorKind.NotFound, $"calendar '{Name}' has no market day in the {MostDaysToMarketDay} days {(step > 0 ? "after" : "before")} {date:yyyy-MM-dd}");
}
