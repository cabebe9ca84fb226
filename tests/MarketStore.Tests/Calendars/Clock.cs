using System.Globalization;
using NodaTime;

namespace MarketStore.Tests.Calendars;

/// <summary>Instants as Unix seconds, from what clocks show.</summary>
static class Clock
{
    public static long NewYork(string local) => At("America/New_York", local);

    public static long Utc(string local) => At("UTC", local);

    /// <param name="local">As <c>2026-09-22 09:30</c>.</param>
    public static long At(string zone, string local)
    {
        var time = DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return LocalDateTime.FromDateTime(time).InZoneStrictly(DateTimeZoneProviders.Tzdb[zone]).ToInstant().ToUnixTimeSeconds();
    }

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
