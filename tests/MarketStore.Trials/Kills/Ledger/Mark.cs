namespace MarketStore.Trials.Kills.Ledger;

/// <summary>Makes the values of a row from where it belongs, so that a row in the wrong place, or put together from two, is known.</summary>
static class Mark
{
    public static long Of(string key, long batch, long place)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var letter in key)
            hash = (hash ^ letter) * 0x100000001B3UL;
        return (long)Mix(Mix(hash ^ (ulong)batch) ^ (ulong)place);
    }

    static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
