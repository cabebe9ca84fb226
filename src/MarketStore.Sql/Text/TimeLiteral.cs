using MarketStore.Core.Time;

namespace MarketStore.Sql.Text;

/// <summary>
/// Times as statements write them: <c>2020-01-06</c>, <c>2020-01-06-09:30</c>, <c>2020-01-06-09:30:15.25</c>, the same with a zone behind a space as the Go server took it,
/// and ISO 8601 with <c>T</c> or a space, a fraction of any length and <c>Z</c> or an offset. Without an offset times are UTC.
/// </summary>
internal static class TimeLiteral
{
    /// <summary>Above this a number is taken for nanoseconds, as the Go server takes it: the year 3000 in seconds.</summary>
    public const long LastSeconds = 32_503_680_000;

    public static bool TryParse(string text, out EpochTime time)
    {
        time = default;
        var rest = text.AsSpan().Trim();
        if (!TryDate(ref rest, out var days) || !TryTimeOfDay(ref rest, out var second, out var nanoseconds) || !TryOffset(rest, out var offset))
            return false;
        time = new((days * Timeframe.SecondsPerDay) + second - offset, nanoseconds);
        return true;
    }

    /// <summary>A whole number as an instant: seconds, or nanoseconds where it is that large.</summary>
    public static EpochTime OfNumber(long number) => number > LastSeconds ? EpochTime.FromSecondsAndNanos(0, number) : new(number, 0);

    static bool TryDate(ref ReadOnlySpan<char> rest, out long days)
    {
        days = 0;
        if (!TryDigits(ref rest, 4, 4, out var year) || !TryTake(ref rest, '-')
            || !TryDigits(ref rest, 2, 2, out var month) || month is < 1 or > 12 || !TryTake(ref rest, '-')
            || !TryDigits(ref rest, 2, 2, out var day) || day < 1)
            return false;
        days = CivilCalendar.DayOf(year, month, day);
        // The 31st of a month of 30 days is the 1st of the next.
        return CivilCalendar.DateOf(days) == (year, month, day);
    }

    static bool TryTimeOfDay(ref ReadOnlySpan<char> rest, out long second, out int nanoseconds)
    {
        (second, nanoseconds) = (0, 0);
        if (rest.IsEmpty)
            return true;
        if (rest[0] is not ('-' or 'T' or 't' or ' '))
            return false;
        rest = rest[1..];
        if (!TryDigits(ref rest, 1, 2, out var hours) || hours > 23 || !TryTake(ref rest, ':') || !TryDigits(ref rest, 2, 2, out var minutes) || minutes > 59)
            return false;
        second = (hours * 3_600L) + (minutes * 60L);
        if (!TryTake(ref rest, ':'))
            return true;
        if (!TryDigits(ref rest, 2, 2, out var seconds) || seconds > 59)
            return false;
        second += seconds;
        return !TryTake(ref rest, '.') || TryFraction(ref rest, out nanoseconds);
    }

    /// <summary>Digits of a second; what lies below a nanosecond is cut off.</summary>
    static bool TryFraction(ref ReadOnlySpan<char> rest, out int nanoseconds)
    {
        nanoseconds = 0;
        var digits = 0;
        for (; digits < rest.Length && char.IsAsciiDigit(rest[digits]); digits++)
        {
            if (digits < 9)
                nanoseconds = (nanoseconds * 10) + (rest[digits] - '0');
        }

        for (var missing = digits; missing < 9; missing++)
            nanoseconds *= 10;
        rest = rest[digits..];
        return digits > 0;
    }

    /// <summary>Seconds that local time is ahead of UTC.</summary>
    static bool TryOffset(ReadOnlySpan<char> rest, out long seconds)
    {
        seconds = 0;
        rest = rest.Trim();
        if (rest.IsEmpty || rest is "Z" or "z" or "UTC" or "GMT")
            return true;
        if (rest.StartsWith("GMT") || rest.StartsWith("UTC"))
            rest = rest[3..];
        var sign = rest[0] switch { '+' => 1, '-' => -1, _ => 0 };
        if (sign == 0)
            return false;
        rest = rest[1..];
        if (!TryDigits(ref rest, 1, 2, out var hours) || hours > 23)
            return false;
        TryTake(ref rest, ':');
        var minutes = 0;
        if (!rest.IsEmpty && (!TryDigits(ref rest, 2, 2, out minutes) || minutes > 59))
            return false;
        seconds = sign * ((hours * 3_600L) + (minutes * 60L));
        return rest.IsEmpty;
    }

    static bool TryDigits(ref ReadOnlySpan<char> rest, int least, int most, out int number)
    {
        number = 0;
        var count = 0;
        for (; count < most && count < rest.Length && char.IsAsciiDigit(rest[count]); count++)
            number = (number * 10) + (rest[count] - '0');
        rest = rest[count..];
        return count >= least;
    }

    static bool TryTake(ref ReadOnlySpan<char> rest, char expected)
    {
        if (rest.IsEmpty || rest[0] != expected)
            return false;
        rest = rest[1..];
        return true;
    }
}
