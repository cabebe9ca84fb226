using System.Buffers;
using System.Globalization;
using System.Text;

namespace MarketStore.Server.Configuration;

/// <summary>Durations as configuration files and heartbeats write them: <c>1h2m3.5s</c>, <c>250ms</c>, <c>-10s</c>.</summary>
internal static class GoDuration
{
    static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Returns false for anything else, and for what does not fit a <see cref="TimeSpan"/>.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.AsSpan();
        var isNegative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
            rest = rest[1..];
        if (rest is "0")
            return true;
        if (rest.IsEmpty)
            return false;

        var seconds = 0m;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits is <= 0 or > 20 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
                return false;
            rest = rest[digits..];
            if (!TryTakeUnit(ref rest, out var unitSeconds))
                return false;
            seconds += amount * unitSeconds;
        }

        if (seconds > (decimal)TimeSpan.MaxValue.TotalSeconds - 1)
            return false;
        duration = TimeSpan.FromTicks((long)((isNegative ? -seconds : seconds) * TimeSpan.TicksPerSecond));
        return true;
    }

    /// <summary>Writes hours, minutes and seconds without a leading part that is zero: <c>3m39.9045s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder();
        var hours = (long)duration.TotalHours;
        if (hours > 0)
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        if (hours > 0 || duration.Minutes > 0)
            text.Append(CultureInfo.InvariantCulture, $"{duration.Minutes}m");
        var seconds = (decimal)(duration.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
        return text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#######}s").ToString();
    }

    static bool TryTakeUnit(ref ReadOnlySpan<char> text, out decimal seconds)
    {
        (seconds, var length) = text switch
        {
            ['n', 's', ..] => (0.000_000_001m, 2),
            ['u' or 'µ' or 'μ', 's', ..] => (0.000_001m, 2),
            ['m', 's', ..] => (0.001m, 2),
            ['s', ..] => (1m, 1),
            ['m', ..] => (60m, 1),
            ['h', ..] => (3600m, 1),
            _ => (0m, 0),
        };
        text = text[length..];
        return length > 0;
    }
}
