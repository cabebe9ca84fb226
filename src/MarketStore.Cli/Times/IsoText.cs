using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>
/// Dates and times in the order of ISO 8601: <c>2020-01-06</c>, <c>2020-01-06T09:30</c>, <c>2020/01/06 09:30:10.25</c>, <c>20200106 093010</c>, each
/// with or without an offset: <c>Z</c>, <c>UTC</c>, <c>-05:00</c>, <c>+0000 UTC</c>.
/// </summary>
internal static class IsoText
{
    const int SecondsPerHour = 3_600;
    const int SecondsPerMinute = 60;

    public static bool TryParse(ReadOnlySpan<char> text, out WrittenTime time)
    {
        time = default;
        var cursor = new TextCursor(text.Trim());
        if (!TryReadDate(ref cursor, out var day))
            return false;

        var (secondOfDay, nanoseconds, hasClock) = (0, 0, false);
        if (cursor.TrySkip('T') || cursor.TrySkip('t') || (cursor.TrySkip(' ') && char.IsAsciiDigit(cursor.Next)))
        {
            hasClock = true;
            if (!TryReadClock(ref cursor, out secondOfDay, out nanoseconds))
                return false;
        }

        if (!TryReadOffset(ref cursor, out var offset) || !cursor.IsAtEnd)
            return false;
        time = new((day * Timeframe.SecondsPerDay) + secondOfDay, nanoseconds, offset, hasClock);
        return true;
    }

    /// <summary>A time of day alone: <c>09:30</c>, <c>09:30:10.25</c>, <c>093010</c>.</summary>
    public static bool TryParseClock(ReadOnlySpan<char> text, out int secondOfDay, out int nanoseconds)
    {
        var cursor = new TextCursor(text.Trim());
        return TryReadClock(ref cursor, out secondOfDay, out nanoseconds) && cursor.IsAtEnd;
    }

    static bool TryReadDate(ref TextCursor cursor, out long day)
    {
        day = 0;
        if (!cursor.TryReadDigits(4, out var year))
            return false;
        var separator = cursor.Next is '-' or '/' ? cursor.Next : '\0';
        if ((separator != '\0' && !cursor.TrySkip(separator)) || !cursor.TryReadDigits(2, out var month))
            return false;
        if ((separator != '\0' && !cursor.TrySkip(separator)) || !cursor.TryReadDigits(2, out var dayOfMonth))
            return false;
        if (year < 1 || month is < 1 or > 12 || dayOfMonth < 1 || dayOfMonth > DateTime.DaysInMonth(year, month))
            return false;
        day = CivilCalendar.DayOf(year, month, dayOfMonth);
        return true;
    }

    static bool TryReadClock(ref TextCursor cursor, out int secondOfDay, out int nanoseconds)
    {
        (secondOfDay, nanoseconds) = (0, 0);
        // With colons the hour may do without its zero: 9:30.
        var hasBothDigits = cursor.TryReadDigits(2, out var hour);
        if (!hasBothDigits && !cursor.TryReadDigits(1, out hour))
            return false;
        var hasColons = cursor.TrySkip(':');
        if (!hasBothDigits && !hasColons)
            return false;
        if (!cursor.TryReadDigits(2, out var minute))
            return false;
        var second = 0;
        var hasSeconds = hasColons ? cursor.TrySkip(':') : char.IsAsciiDigit(cursor.Next);
        if (hasSeconds && !cursor.TryReadDigits(2, out second))
            return false;
        if (hasSeconds && (cursor.TrySkip('.') || cursor.TrySkip(',')) && !cursor.TryReadNanoseconds(out nanoseconds))
            return false;
        secondOfDay = (hour * SecondsPerHour) + (minute * SecondsPerMinute) + second;
        return hour < 24 && minute < 60 && second < 60;
    }

    static bool TryReadOffset(ref TextCursor cursor, out int? seconds)
    {
        seconds = null;
        cursor.TrySkip(' ');
        if (cursor.TrySkip('Z') || cursor.TrySkip('z'))
        {
            seconds = 0;
            return true;
        }

        if (cursor.Next is '+' or '-')
        {
            var sign = cursor.TrySkip('-') ? -1 : 1;
            cursor.TrySkip('+');
            if (!cursor.TryReadDigits(2, out var hours))
                return false;
            var minutes = 0;
            if ((cursor.TrySkip(':') || char.IsAsciiDigit(cursor.Next)) && !cursor.TryReadDigits(2, out minutes))
                return false;
            if (hours > 23 || minutes > 59)
                return false;
            seconds = sign * ((hours * SecondsPerHour) + (minutes * SecondsPerMinute));
            cursor.TrySkip(' ');
        }

        if (cursor.TrySkip("UTC"))
            seconds ??= 0;
        return true;
    }
}
