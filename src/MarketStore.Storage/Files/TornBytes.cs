namespace MarketStore.Storage.Files;

/// <summary>Tells what a power cut left of a new file from damage.</summary>
internal static class TornBytes
{
    /// <summary>
    /// True when some of what is due is missing and nothing else is there: zeros stand where a disk stored the length and not the bytes, or the end is short.
    /// </summary>
    public static bool IsTorn(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> due)
    {
        if (stored.Length > due.Length || stored.SequenceEqual(due))
            return false;
        for (var position = 0; position < stored.Length; position++)
        {
            if (stored[position] != due[position] && stored[position] != 0)
                return false;
        }

        return true;
    }
}
