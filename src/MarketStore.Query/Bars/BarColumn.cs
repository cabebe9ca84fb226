using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Query.Bars;

/// <summary>One column of the bars being made.</summary>
internal abstract class BarColumn(DataShape shape)
{
    public DataShape Shape { get; } = shape;

    /// <summary>Takes the values of some rows, cut into windows.</summary>
    /// <exception cref="BarOverflowException">A sum is larger than any type holds.</exception>
    public abstract void Add(Column source, ReadOnlySpan<WindowRun> runs);

    /// <summary>The first bars as they are so far.</summary>
    /// <exception cref="BarOverflowException">A sum does not fit the column's type.</exception>
    public abstract Column ToColumn(int barCount);
}
