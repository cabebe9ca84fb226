using System.Collections.Concurrent;
using MarketStore.Calendars.Days;

namespace MarketStore.Calendars.Sessions;

/// <summary>
/// When a session is on, over all of time: chunks of about a year, each worked out when it is first asked for. An answer is a search in one chunk; nothing is allocated for it.
/// Safe for any number of threads.
/// </summary>
/// <param name="session">Null for all of them together.</param>
sealed class Timeline(ZoneClock clock, CalendarDays days, SessionPlan plan, MarketSession? session)
{
    // Some kilobytes each: a caller who walks through all of time must not fill the memory.
    const int MostChunks = 400;

    // Sessions may start on the day before their date and end on the day after.
    const int NeighbouringDays = 2;

    readonly ConcurrentDictionary<long, TimelineChunk> _chunks = new();
    TimelineChunk? _last;

    public bool Contains(long epochSeconds) => SegmentAt(epochSeconds).IsInside;

    public TimelineSegment SegmentAt(long epochSeconds)
    {
        if (epochSeconds < ZoneClock.FirstSeconds)
            return new(long.MinValue, ZoneClock.FirstSeconds, IsInside: false);
        if (epochSeconds >= ZoneClock.EndSeconds)
            return new(ZoneClock.EndSeconds, long.MaxValue, IsInside: false);
        return ChunkOf(TimelineChunk.IndexOf(epochSeconds)).SegmentAt(epochSeconds);
    }

    /// <summary>Where the last stretch before an instant outside ended, if that is not longer ago than a year.</summary>
    public long? LastEnd(long epochSeconds)
    {
        if (epochSeconds < ZoneClock.FirstSeconds || epochSeconds >= ZoneClock.EndSeconds)
            return null;
        var index = TimelineChunk.IndexOf(epochSeconds);
        return ChunkOf(index).LastChange(epochSeconds) ?? ChunkOf(index - 1).LastChange(epochSeconds);
    }

    TimelineChunk ChunkOf(long index)
    {
        var last = Volatile.Read(ref _last);
        if (last is not null && last.Index == index)
            return last;
        if (!_chunks.TryGetValue(index, out var chunk))
        {
            if (_chunks.Count >= MostChunks)
                _chunks.Clear();
            chunk = _chunks.GetOrAdd(index, Build(index));
        }

        Volatile.Write(ref _last, chunk);
        return chunk;
    }

    TimelineChunk Build(long index)
    {
        var (chunkStart, chunkEnd) = (TimelineChunk.StartOf(index), TimelineChunk.StartOf(index + 1));
        var changes = new List<long>();
        var startsInside = false;
        foreach (var (start, end) in Stretches(clock.DateAt(chunkStart), clock.DateAt(chunkEnd)))
        {
            startsInside |= start < chunkStart && chunkStart <= end;
            if (start >= chunkStart && start < chunkEnd)
                changes.Add(start);
            if (end >= chunkStart && end < chunkEnd)
                changes.Add(end);
        }

        return new(index, startsInside, [.. changes]);
    }

    /// <summary>Stretches that touch each other are one.</summary>
    IEnumerable<SessionBounds> Stretches(DateOnly first, DateOnly last)
    {
        SessionBounds? pending = null;
        for (var date = first.AddDays(-NeighbouringDays); date <= last.AddDays(NeighbouringDays); date = date.AddDays(1))
        {
            foreach (var part in PartsOf(date))
            {
                var (start, end) = (clock.SecondsAt(date, part.Start), clock.SecondsAt(date, part.End));
                // Clocks may skip a whole part.
                if (start >= end)
                    continue;
                if (pending is { } before && before.EndSeconds == start)
                {
                    pending = before with { EndSeconds = end };
                    continue;
                }

                if (pending is { } over)
                    yield return over;
                pending = new(start, end);
            }
        }

        if (pending is { } rest)
            yield return rest;
    }

    MinuteRange[] PartsOf(DateOnly date)
    {
        var day = days[date];
        if (!day.IsOpen || date.Year is < ZoneClock.FirstYear or > ZoneClock.LastYear)
            return [];
        var schedule = plan.Of(day);
        return session is { } one ? schedule[one] : schedule.All;
    }
}
