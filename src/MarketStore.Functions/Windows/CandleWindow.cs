using MarketStore.Core.Time;

namespace MarketStore.Functions.Windows;

/// <summary>
/// A query timeframe: the first place in a text where digits are followed by <c>Sec</c>, <c>Min</c>, <c>H</c>, <c>D</c>, <c>W</c>, <c>M</c> or <c>Y</c>,
/// so that <c>x5Miny</c> is five minutes. Not the parser of bucket names, which knows <c>T</c> and <c>S</c> and no months. docs/queries.md, "Timeframes".
/// </summary>
public readonly record struct CandleWindow
{
    const long LongestSeconds = long.MaxValue / Timeframe.NanosecondsPerSecond;

    // In matching order: Min must be tried before M.
    static readonly (string Name, CandleUnit Unit, long Seconds)[] Units =
    [
        ("Sec", CandleUnit.Second, 1),
        ("Min", CandleUnit.Minute, 60),
        ("H", CandleUnit.Hour, 3_600),
        ("D", CandleUnit.Day, Timeframe.SecondsPerDay),
        ("W", CandleUnit.Week, 7 * Timeframe.SecondsPerDay),
        ("M", CandleUnit.Month, 31 * Timeframe.SecondsPerDay),
        ("Y", CandleUnit.Year, 365 * Timeframe.SecondsPerDay),
    ];

    CandleWindow(CandleUnit unit, int count, long nominalSeconds) => (Unit, Count, NominalSeconds) = (unit, count, nominalSeconds);

    public CandleUnit Unit { get; }

    /// <summary>How many units make one window; at least 1.</summary>
    public int Count { get; }

    /// <summary>The length in seconds, with 31 days for a month and 365 for a year. Exact only where <see cref="FollowsCalendar"/> is false.</summary>
    public long NominalSeconds { get; }

    /// <summary>True when windows start at local midnights instead of counting elapsed seconds.</summary>
    public bool FollowsCalendar => Unit >= CandleUnit.Day;

    /// <summary>Returns false for texts without a timeframe, for a multiplier of zero, and for lengths over 292 years.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out CandleWindow window)
    {
        window = default;
        var position = 0;
        while (position < text.Length)
        {
            var digits = DigitCount(text[position..]);
            if (digits == 0)
            {
                position++;
                continue;
            }

            var unitText = text[(position + digits)..];
            foreach (var (name, unit, seconds) in Units)
            {
                if (unitText.StartsWith(name, StringComparison.Ordinal))
                    return TryMake(text.Slice(position, digits), unit, seconds, out window);
            }

            position += digits;
        }

        return false;
    }

    static bool TryMake(ReadOnlySpan<char> digits, CandleUnit unit, long unitSeconds, out CandleWindow window)
    {
        window = default;
        long count = 0;
        foreach (var digit in digits)
        {
            count = (count * 10) + (digit - '0');
            if (count > LongestSeconds / unitSeconds || count > int.MaxValue)
                return false;
        }

        if (count == 0)
            return false;
        window = new(unit, (int)count, count * unitSeconds);
        return true;
    }

    static int DigitCount(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? text.Length : length;
    }
}
