using System.Globalization;

namespace MarketStore.Calendars.Sessions;

/// <summary>Times of day and lengths of time in minutes, written <c>9:30</c>, <c>09:30</c>; a day ends at <c>24:00</c>.</summary>
static class ClockText
{
    public const int MinutesPerDay = 24 * 60;

    public static bool TryParse(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        var colon = text.IndexOf(':');
        if (colon is not (1 or 2) || text.Length - colon != 3)
            return false;
        if (!int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var minute))
            return false;
        minutes = (hour * 60) + minute;
        return minute < 60 && minutes <= MinutesPerDay;
    }

    public static string Of(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60:00}:{minutes % 60:00}");
}
