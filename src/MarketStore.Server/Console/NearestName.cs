namespace MarketStore.Server.Console;

/// <summary>Guesses which known name a misspelled one was meant to be.</summary>
public static class NearestName
{
    const int LongestName = 64;

    /// <summary>The known name that differs in the fewest letters, or null if none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        if (name.Length > LongestName)
            return null;
        var nearest = known.Select(candidate => (Name: candidate, Distance: Distance(name, candidate))).MinBy(candidate => candidate.Distance);
        return nearest.Distance <= Math.Max(2, name.Length / 4) ? nearest.Name : null;
    }

    // Letters to insert, remove or replace, case aside.
    static int Distance(string left, string right)
    {
        Span<int> previous = stackalloc int[LongestName + 1];
        Span<int> current = stackalloc int[LongestName + 1];
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
