using System.Collections.Concurrent;
using MarketStore.Calendars.Days;

namespace MarketStore.Calendars.Sessions;

/// <summary>The hours that a calendar's file gives its sessions, and what becomes of them when a day closes early.</summary>
sealed class SessionPlan
{
    readonly IReadOnlyList<SessionPart>[] _sessions;
    readonly ConcurrentDictionary<int, DaySchedule> _schedules = new();

    /// <param name="sessions">By <see cref="MarketSession"/>; the regular one is not empty and goes by the clock.</param>
    public SessionPlan(IReadOnlyList<SessionPart>[] sessions)
    {
        _sessions = sessions;
        RegularClose = sessions[(int)MarketSession.Regular][^1].End.Minutes;
    }

    public int RegularClose { get; }

    public DaySchedule Of(DayKind day)
    {
        var close = CloseOf(day);
        return _schedules.TryGetValue(close, out var known) ? known : _schedules.GetOrAdd(close, Compute(close));
    }

    public int CloseOf(DayKind day) => day.EarlyCloseMinutes == 0 ? RegularClose : day.EarlyCloseMinutes;

    /// <summary>What is wrong with the hours of a kind of day, in words; null if nothing is.</summary>
    public string? ProblemOf(DayKind day)
    {
        if (day.EarlyCloseMinutes != 0 && !IsWithinRegular(day.EarlyCloseMinutes))
            return $"an early close at {ClockText.Of(day.EarlyCloseMinutes)} is not within the regular session";

        var schedule = Of(day);
        for (var index = 0; index < schedule.All.Length; index++)
        {
            var part = schedule.All[index];
            if (part.Start >= part.End)
                return $"a session would end before it starts{When(day)}";
            if (index > 0 && schedule.All[index - 1].End > part.Start)
                return $"sessions overlap{When(day)}";
        }

        // The hours of one market day must be over when those of the next begin.
        return schedule.All[^1].End - schedule.All[0].Start > ClockText.MinutesPerDay ? $"the sessions of a day take up more than 24 hours{When(day)}" : null;
    }

    /// <summary>Before its end and not in a break, so that the early close is where a part ends.</summary>
    bool IsWithinRegular(int minutes) =>
        minutes < RegularClose && _sessions[(int)MarketSession.Regular].Any(part => part.Start.Minutes < minutes && minutes <= part.End.Minutes);

    DaySchedule Compute(int close)
    {
        var sessions = new MinuteRange[_sessions.Length][];
        for (var session = 0; session < sessions.Length; session++)
            sessions[session] = [.. _sessions[session].Select(part => new MinuteRange(part.Start.MinutesOf(close), part.End.MinutesOf(close))).OrderBy(part => part.Start)];

        ref var regular = ref sessions[(int)MarketSession.Regular];
        regular = [.. regular.Where(part => part.Start < close).Select(part => part with { End = Math.Min(part.End, close) })];
        return new(sessions);
    }

    static string When(DayKind day) => day.EarlyCloseMinutes == 0 ? "" : $" on days that close at {ClockText.Of(day.EarlyCloseMinutes)}";
}
