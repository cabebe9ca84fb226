using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Functions.Accumulators;

namespace MarketStore.Functions.Calls;

/// <summary>A pipeline at work on the rows of one bucket. For one thread.</summary>
public sealed class PipelineRun
{
    readonly List<IAccumulator> _accumulators;

    internal PipelineRun(List<IAccumulator> accumulators) => _accumulators = accumulators;

    /// <summary>Takes the next rows in time order. Nothing of them is kept.</summary>
    public void Add(ColumnSeries rows) => _accumulators[0].Add(rows);

    /// <summary>The output of the last call.</summary>
    /// <exception cref="MarketStoreException">A call cannot do without rows and had none.</exception>
    public ColumnSeries Finish()
    {
        var rows = _accumulators[0].Finish();
        foreach (var next in _accumulators.Skip(1))
        {
            next.Add(rows);
            rows = next.Finish();
        }

        return rows;
    }
}
