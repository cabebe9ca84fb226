using System.Collections.Concurrent;
using NodaTime;

namespace MarketStore.Trials.Model.Expected;

/// <summary>
/// Local years and days of a zone, from the zone's own table of offsets: docs/file-format.md, "Slots". Midnights that clocks skip or show twice are taken as Go's time
/// package takes them, which made the format. Times are Unix seconds, days are counted from 1970-01-01. Any thread.
/// </summary>
sealed class ZoneRules
{
    public const int MinYear = -9_990;
    public const int MaxYear = 9_990;
    public const long DaySeconds = 86_400;

    static readonly LocalDate Epoch = new(1970, 1, 1);
    static readonly ConcurrentDictionary<string, ZoneRules> Known = new(StringComparer.Ordinal);
    static readonly long FirstSecond = new LocalDate(-9_997, 1, 1).AtMidnight().InUtc().ToInstant().ToUnixTimeSeconds();
    static readonly long LastSecond = new LocalDate(9_997, 1, 1).AtMidnight().InUtc().ToInstant().ToUnixTimeSeconds();

    readonly DateTimeZone _zone;
    readonly ConcurrentDictionary<int, long> _yearStarts = new();
    readonly ConcurrentDictionary<long, long> _dayStarts = new();

    ZoneRules(string name) => (Name, _zone) = (name, DateTimeZoneProviders.Tzdb[name]);

    public string Name { get; }

    public static ZoneRules Of(string name) => Known.GetOrAdd(name, zone => new(zone));

    public static int DaysIn(int year) => CalendarSystem.Iso.GetDaysInYear(year);

    public static long FirstDayOf(int year) => Period.DaysBetween(Epoch, new LocalDate(year, 1, 1));

    public long OffsetAt(long seconds) => _zone.GetUtcOffset(Instant.FromUnixTimeSeconds(Math.Clamp(seconds, FirstSecond, LastSecond))).Seconds;

    /// <summary>The local date of an instant, in days.</summary>
    public long LocalDayOf(long seconds) => (long)Math.Floor((seconds + OffsetAt(seconds)) / (decimal)DaySeconds);

    /// <summary>The year of the local date; <see cref="MinYear"/> less 1 or <see cref="MaxYear"/> plus 1 for those that no file can have.</summary>
    public int YearOf(long seconds)
    {
        if (seconds < YearStart(MinYear))
            return MinYear - 1;
        if (seconds >= YearStart(MaxYear + 1))
            return MaxYear + 1;
        return Epoch.PlusDays((int)LocalDayOf(seconds)).Year;
    }

    public long YearStart(int year) => _yearStarts.GetOrAdd(year, wanted => DayStart(FirstDayOf(wanted)));

    /// <summary>The instant at which a local day begins.</summary>
    public long DayStart(long day) => _dayStarts.GetOrAdd(day, wanted => AtLocal(wanted * DaySeconds));

    /// <summary>The instants within a range at which clocks change.</summary>
    public List<long> ChangesBetween(long start, long end) =>
        [.. _zone.GetZoneIntervals(Instant.FromUnixTimeSeconds(start), Instant.FromUnixTimeSeconds(end)).Where(interval => interval.HasEnd).Select(interval => interval.End.ToUnixTimeSeconds())];

    long AtLocal(long local)
    {
        var (offset, start, end) = IntervalAt(local);
        if (offset == 0)
            return local;
        var utc = local - offset;
        return utc >= start && utc < end ? utc : local - OffsetAt(utc);
    }

    (long Offset, long Start, long End) IntervalAt(long seconds)
    {
        var interval = _zone.GetZoneInterval(Instant.FromUnixTimeSeconds(Math.Clamp(seconds, FirstSecond, LastSecond)));
        return (interval.WallOffset.Seconds, interval.HasStart ? interval.Start.ToUnixTimeSeconds() : long.MinValue, interval.HasEnd ? interval.End.ToUnixTimeSeconds() : long.MaxValue);
    }
}
