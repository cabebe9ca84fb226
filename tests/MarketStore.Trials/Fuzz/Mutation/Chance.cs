namespace MarketStore.Trials.Fuzz.Mutation;

/// <summary>Numbers that follow from a seed alone, the same on every machine and version of the runtime (SplitMix64).</summary>
sealed class Chance(long seed)
{
    ulong _state = unchecked((ulong)seed);

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to one less than the bound.</summary>
    public int Below(int bound) => (int)(Next() % (uint)bound);

    /// <summary>Both inclusive.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    public bool OneIn(int count) => Below(count) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var position = 0; position < count; position++)
            bytes[position] = (byte)Next();
        return bytes;
    }
}
