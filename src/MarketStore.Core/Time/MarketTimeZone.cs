using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace MarketStore.Core.Time;

/// <summary>
/// The configured time zone: decides which year file and which slot a time belongs to. Instants are Unix seconds; dates are those of the proleptic Gregorian calendar.
/// Safe for any number of threads; answers for a year are computed once.
/// </summary>
public sealed class MarketTimeZone
{
    /// <summary>The years that a year file can have (16-bit signed in every format), less a margin so that neighbours stay computable.</summary>
    public const int MinYear = -9_990;
    public const int MaxYear = 9_990;

    readonly DateTimeZone _zone;
    readonly bool _isUtc;
    readonly ConcurrentDictionary<int, CalendarYear> _years = new();
    CalendarYear? _lastYear;

    MarketTimeZone(string name, DateTimeZone zone) => (Name, _zone, _isUtc) = (name, zone, zone == DateTimeZone.Utc);

    public static MarketTimeZone Utc { get; } = new("UTC", DateTimeZone.Utc);

    /// <summary>The IANA name that answers carry.</summary>
    public string Name { get; }

    /// <summary>Finds a zone by its IANA name; empty means UTC.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out MarketTimeZone? zone)
    {
        if (name.Length == 0 || name == "UTC")
        {
            zone = Utc;
            return true;
        }

        var found = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
        zone = found is null ? null : new(name, found);
        return zone is not null;
    }

    /// <summary>Seconds to add to UTC to get local time at an instant.</summary>
    public long OffsetSecondsAt(long epochSeconds) =>
        _isUtc ? 0 : _zone.GetUtcOffset(Instant.FromUnixTimeSeconds(Clamp(epochSeconds))).Seconds;

    /// <summary>The year of an instant's local date, held within <see cref="MinYear"/> and <see cref="MaxYear"/>.</summary>
    public int YearAt(long epochSeconds)
    {
        var last = Volatile.Read(ref _lastYear);
        if (last is not null && epochSeconds >= last.StartSeconds && epochSeconds < last.EndSeconds)
            return last.Year;
        var clamped = Clamp(epochSeconds);
        var days = FloorDivide(clamped + OffsetSecondsAt(clamped), Timeframe.SecondsPerDay);
        var year = Math.Clamp(CivilCalendar.DateOf(days).Year, MinYear, MaxYear);
        // Where clocks skip a new year's midnight, the year's first slot may start while they still show the old year.
        if (clamped >= Year(year).EndSeconds && year < MaxYear)
            year++;
        Volatile.Write(ref _lastYear, Year(year));
        return year;
    }

    /// <summary>The bounds and days of a local year.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year lies outside <see cref="MinYear"/> to <see cref="MaxYear"/>.</exception>
    public CalendarYear Year(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, MinYear);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, MaxYear);
        return _years.TryGetValue(year, out var known) ? known : _years.GetOrAdd(year, new CalendarYear(year, this));
    }

    /// <summary>The local date of an instant, as days since 1970-01-01.</summary>
    public long LocalDayAt(long epochSeconds) =>
        FloorDivide(Clamp(epochSeconds) + OffsetSecondsAt(epochSeconds), Timeframe.SecondsPerDay);

    /// <summary>The instant of local midnight of a date, given as days since 1970-01-01.</summary>
    public long StartOfLocalDay(long localDay) => LocalToEpoch(localDay * Timeframe.SecondsPerDay);

    /// <summary>
    /// The instant at which local clocks show a time. A time that clocks skip or show twice is resolved as the Go server does,
    /// since files on disk depend on it: first with the offset in force at that reading of UTC, then, if that is not valid there, with the next.
    /// </summary>
    public long LocalToEpoch(long localSeconds)
    {
        if (_isUtc)
            return localSeconds;
        var interval = _zone.GetZoneInterval(Instant.FromUnixTimeSeconds(Clamp(localSeconds)));
        var offset = (long)interval.WallOffset.Seconds;
        if (offset == 0)
            return localSeconds;
        var guess = Instant.FromUnixTimeSeconds(Clamp(localSeconds - offset));
        return interval.Contains(guess) ? localSeconds - offset : localSeconds - OffsetSecondsAt(guess.ToUnixTimeSeconds());
    }

    /// <summary>Into what NodaTime can compute: a little more than the years from <see cref="MinYear"/> to <see cref="MaxYear"/>.</summary>
    static long Clamp(long epochSeconds) => Math.Clamp(epochSeconds, -377_673_000_000, 253_300_000_000);

    static long FloorDivide(long dividend, long divisor)
    {
        var quotient = Math.DivRem(dividend, divisor, out var remainder);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
