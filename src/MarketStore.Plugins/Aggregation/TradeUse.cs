namespace MarketStore.Plugins.Aggregation;

/// <summary>What of a bar a trade may set.</summary>
[Flags]
internal enum TradeUse
{
    None = 0,
    HighLow = 1,

    /// <summary>The open, and the close.</summary>
    Last = 2,
    Volume = 4,
    All = HighLow | Last | Volume,
}
