namespace MarketStore.Trials.Fuzz.Mutation;

/// <summary>Numbers at which code goes wrong: the ends of ranges, and a step to either side.</summary>
static class TellingNumbers
{
    static readonly long[] Anchors =
    [
        0, 1L << 4, 1L << 5, 1L << 6, 1L << 7, 1L << 8, 1L << 12, 1L << 15, 1L << 16, 1L << 20, 1L << 24, 1L << 28, 1L << 30, 1L << 31, 1L << 32, 1L << 40, 1L << 48, 1L << 62,
        long.MaxValue, long.MinValue, 100, 1_000, 1_024, 65_535, 9_990, 37_024, 86_400, 1_000_000_000, 86_400_000_000_000, 253_402_300_799, 1_577_836_800, 0x7FFF_FFC7,
    ];

    public static long Pick(Chance chance)
    {
        var anchor = chance.Of(Anchors);
        return unchecked((chance.OneIn(4) ? -anchor : anchor) + chance.Between(-2, 2));
    }
}
