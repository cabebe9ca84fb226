namespace MarketStore.Functions.Windows;

/// <summary>What a query timeframe counts in. Only the first three are fixed spans of elapsed time; the others follow the local calendar.</summary>
public enum CandleUnit
{
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}
