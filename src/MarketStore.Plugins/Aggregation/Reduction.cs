namespace MarketStore.Plugins.Aggregation;

/// <summary>What becomes of the values of a window.</summary>
internal enum Reduction
{
    First,
    Last,
    Highest,
    Lowest,
    Sum,
}
