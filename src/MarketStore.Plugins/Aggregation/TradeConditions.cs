namespace MarketStore.Plugins.Aggregation;

/// <summary>What a trade of a condition may set: docs/plugins.md, "Trades".</summary>
internal static class TradeConditions
{
    public const byte OfficialOpen = (byte)'Q';
    public const byte OfficialClose = (byte)'M';

    const string NoHighLowNoLast = "WCTNHIV7";
    const string NoLast = "G4PRZ";

    static readonly TradeUse[] Uses = MakeUses();

    /// <summary>What a trade may set that has all of the conditions.</summary>
    public static TradeUse UseOf(ReadOnlySpan<byte> conditions)
    {
        var use = TradeUse.All;
        foreach (var condition in conditions)
            use &= Uses[condition];
        return use;
    }

    static TradeUse[] MakeUses()
    {
        var uses = new TradeUse[256];
        Array.Fill(uses, TradeUse.All);
        foreach (var condition in NoHighLowNoLast)
            uses[condition] = TradeUse.Volume;
        foreach (var condition in NoLast)
            uses[condition] = TradeUse.HighLow | TradeUse.Volume;
        uses['9'] = TradeUse.HighLow | TradeUse.Last;
        (uses[OfficialOpen], uses[OfficialClose]) = (TradeUse.None, TradeUse.None);
        return uses;
    }
}
