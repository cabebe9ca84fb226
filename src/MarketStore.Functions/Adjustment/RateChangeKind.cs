namespace MarketStore.Functions.Adjustment;

/// <summary>What changes the number of shares.</summary>
public enum RateChangeKind
{
    /// <summary>A split or a reverse split.</summary>
    Split,

    /// <summary>A dividend in shares.</summary>
    StockDividend,
}
