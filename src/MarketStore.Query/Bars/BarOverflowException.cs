namespace MarketStore.Query.Bars;

/// <summary>The sum of a bar does not fit its column's type. Whoever knows the key and the windows turns it into an answer.</summary>
internal sealed class BarOverflowException(int barIndex) : Exception
{
    /// <summary>The bar's position, 0 for the first made.</summary>
    public int BarIndex { get; } = barIndex;
}
