using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary>Computes one result of rows that come a few at a time. For one thread.</summary>
public interface IAccumulator
{
    /// <summary>Names and types of the result's columns, Epoch first.</summary>
    IReadOnlyList<DataShape> Output { get; }

    /// <summary>Takes the next rows. Their columns are those that the accumulator was made for, in that order; nothing of them is kept.</summary>
    /// <exception cref="MarketStoreException">There are more rows than the function can take.</exception>
    void Add(ColumnSeries rows);

    /// <summary>The result over all rows. To be called once.</summary>
    /// <exception cref="MarketStoreException">The function needs rows and had none.</exception>
    ColumnSeries Finish();
}
