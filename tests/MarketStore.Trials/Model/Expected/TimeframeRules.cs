using System.Globalization;
using System.Numerics;

namespace MarketStore.Trials.Model.Expected;

/// <summary>The two readers of timeframe texts that matter here: that of bucket names (docs/file-format.md, "Timeframes") and that of queries (docs/queries.md, "Timeframes").</summary>
static class TimeframeRules
{
    static readonly (string Unit, long Seconds)[] BucketUnits =
        [("S", 1), ("Sec", 1), ("T", 60), ("Min", 60), ("H", 3_600), ("D", ZoneRules.DaySeconds), ("W", 7 * ZoneRules.DaySeconds), ("Y", 365 * ZoneRules.DaySeconds)];

    static readonly string[] QueryUnits = ["Sec", "Min", "H", "D", "W", "M", "Y"];

    /// <summary>Null when the text names no bucket.</summary>
    public static long? BucketSeconds(string text)
    {
        foreach (var (unit, seconds) in BucketUnits)
        {
            var at = text.IndexOf(unit, StringComparison.Ordinal);
            if (at < 0)
                continue;
            if (!BigInteger.TryParse(text[..at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) || count < 1 || count > int.MaxValue)
                return null;
            var total = count * seconds;
            return total * 1_000_000_000 > long.MaxValue ? null : (long)total;
        }

        return null;
    }

    /// <summary>Null when the text is no timeframe of a query.</summary>
    public static (long Count, string Unit)? Window(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                continue;
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            // The longer unit first: "Min" also begins with the M of months.
            foreach (var unit in QueryUnits)
            {
                if (text[end..].StartsWith(unit, StringComparison.Ordinal))
                    return long.TryParse(text[at..end], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? (count, unit) : null;
            }

            at = end;
        }

        return null;
    }
}
