using MarketStore.Core.Time;

namespace MarketStore.Cli.Times;

/// <summary>
/// Reads times by a Go layout. Digits that follow what the layout has are the fraction of the second: three, six or nine of them, at once or behind a space,
/// as in <c>20161230 21:37:57 140000</c> by <c>20060102 15:04:05</c>.
/// </summary>
/// <param name="zone">The zone of texts without one.</param>
internal sealed class GoTimeReader(GoLayout layout, MarketTimeZone zone) : ITimeReader
{
    // A date and a time of day that are longer are none.
    const int LongestPair = 256;

    public string Description => $"time as {layout.Text}, {zone.Name} without a zone";

    public bool TryRead(ReadOnlySpan<char> text, out EpochTime time)
    {
        time = default;
        if (!layout.TryRead(text, out var parts, out var rest))
            return false;
        // Which offset EST means is told by the place; UTC is none.
        if (parts.HasZoneOfPlace && ReferenceEquals(zone, MarketTimeZone.Utc))
            return false;
        if (!rest.IsEmpty)
        {
            if (!TryReadExtraDigits(rest, out var nanoseconds))
                return false;
            parts.Nanoseconds = nanoseconds;
        }

        time = parts.ToWrittenTime().ToEpoch(zone);
        return true;
    }

    public bool TryRead(ReadOnlySpan<char> date, ReadOnlySpan<char> clock, out EpochTime time)
    {
        time = default;
        if (date.Length + clock.Length >= LongestPair)
            return false;
        Span<char> pair = stackalloc char[LongestPair];
        date.CopyTo(pair);
        pair[date.Length] = ' ';
        clock.CopyTo(pair[(date.Length + 1)..]);
        return TryRead(pair[..(date.Length + 1 + clock.Length)], out time);
    }

    static bool TryReadExtraDigits(ReadOnlySpan<char> text, out int nanoseconds)
    {
        var cursor = new TextCursor(text);
        cursor.TrySkip(' ');
        nanoseconds = 0;
        return cursor.Rest.Length is 3 or 6 or 9 && cursor.TryReadNanoseconds(out nanoseconds) && cursor.IsAtEnd;
    }
}
