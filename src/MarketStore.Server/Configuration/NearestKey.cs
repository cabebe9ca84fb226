namespace MarketStore.Server.Configuration;

/// <summary>Guesses which known key a misspelled one was meant to be.</summary>
internal static class NearestKey
{
    const int LongestKey = 64;

    /// <summary>The known key that differs in the fewest letters, or null if none is near.</summary>
    public static string? Find(string key, IEnumerable<string> known)
    {
        if (key.Length > LongestKey)
            return null;
        var nearest = known.Select(candidate => (Key: candidate, Distance: Distance(key, candidate))).MinBy(candidate => candidate.Distance);
        return nearest.Distance <= Math.Max(2, key.Length / 4) ? nearest.Key : null;
    }

    // Letters to insert, remove or replace, case aside.
    static int Distance(string left, string right)
    {
        Span<int> previous = stackalloc int[LongestKey + 1];
        Span<int> current = stackalloc int[LongestKey + 1];
        for (var column = 0; column <= right.Length; column++)
            previous[column] = column;
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var replaced = previous[column - 1] + (char.ToLowerInvariant(left[row - 1]) == char.ToLowerInvariant(right[column - 1]) ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
            }

            var spare = previous;
            previous = current;
            current = spare;
        }

        return previous[right.Length];
    }
}
