using System.Globalization;

namespace MarketStore.Core.Time;

/// <summary>The duration of a bucket's slots, as the third parser of the field reads it: docs/file-format.md, "Timeframes".</summary>
public readonly record struct Timeframe
{
    public const long NanosecondsPerSecond = 1_000_000_000;
    public const long SecondsPerDay = 86_400;

    // In matching order: the first unit that occurs anywhere in the text counts.
    static readonly (string Unit, long Seconds)[] Units =
    [
        ("S", 1), ("Sec", 1), ("T", 60), ("Min", 60), ("H", 3_600), ("D", SecondsPerDay), ("W", 7 * SecondsPerDay), ("Y", 365 * SecondsPerDay),
    ];

    Timeframe(string text, long seconds) => (Text, Seconds) = (text, seconds);

    /// <summary>The text as given; two texts of one duration are two buckets.</summary>
    public string Text { get; }

    /// <summary>Whole seconds, always positive.</summary>
    public long Seconds { get; }

    public long Nanoseconds => Seconds * NanosecondsPerSecond;

    /// <summary>24 hours exactly: slots are local calendar days and are counted from 0.</summary>
    public bool IsDaily => Seconds == SecondsPerDay;

    public override string ToString() => Text;

    /// <summary>Returns false for texts without a positive whole number before a known unit, and for durations over 292 years.</summary>
    public static bool TryParse(string text, out Timeframe timeframe)
    {
        timeframe = default;
        foreach (var (unit, unitSeconds) in Units)
        {
            var position = text.IndexOf(unit, StringComparison.Ordinal);
            if (position < 0)
                continue;
            // The parser of numbers would let NUL characters follow.
            if (position == 0 || !char.IsAsciiDigit(text[position - 1]))
                return false;
            if (!int.TryParse(text.AsSpan(0, position), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) || count <= 0)
                return false;
            var seconds = count * unitSeconds;
            if (seconds > long.MaxValue / NanosecondsPerSecond)
                return false;
            timeframe = new(text, seconds);
            return true;
        }

        return false;
    }
}
