using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Functions.Calls;

namespace MarketStore.Functions.Accumulators;

/// <summary>
/// <c>gap</c> without a timeframe: neighbouring rows whose distance is more than three sample standard deviations from the mean distance.
/// One outlier among equal distances can pass that only from eleven distances on. The times are kept, since the mean is known only at the end.
/// </summary>
internal sealed class UnusualGapAccumulator(InputColumn epoch) : IAccumulator
{
    const double MostDeviations = 3;

    readonly InputColumn _epoch = epoch;
    readonly List<long> _epochs = [];

    public IReadOnlyList<DataShape> Output => GapAccumulators.Output;

    public void Add(ColumnSeries rows)
    {
        if (_epochs.Count + (long)rows.RowCount > FunctionLimits.MaxGapRows)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"gap() without a timeframe takes {FunctionLimits.MaxGapRows} rows at most: give a timeframe or a shorter range");
        _epochs.AddRange(_epoch.Values<long>(rows));
    }

    public ColumnSeries Finish()
    {
        var epochs = CollectionsMarshal.AsSpan(_epochs);
        var (mean, deviation) = Distribution(epochs);
        var starts = new List<long>();
        var ends = new List<long>();
        for (var row = 1; row < epochs.Length; row++)
        {
            // With one distance the deviation is NaN, and nothing is unusual.
            if (Math.Abs((Distance(epochs, row) - mean) / deviation) > MostDeviations)
            {
                starts.Add(epochs[row - 1]);
                ends.Add(epochs[row]);
            }
        }

        return GapAccumulators.Series(CollectionsMarshal.AsSpan(starts), CollectionsMarshal.AsSpan(ends));
    }

    static (double Mean, double Deviation) Distribution(ReadOnlySpan<long> epochs)
    {
        var count = epochs.Length - 1;
        var sum = 0.0;
        for (var row = 1; row < epochs.Length; row++)
            sum += Distance(epochs, row);
        var mean = sum / count;
        var squares = 0.0;
        for (var row = 1; row < epochs.Length; row++)
        {
            var difference = Distance(epochs, row) - mean;
            squares += difference * difference;
        }

        var deviation = Math.Sqrt(squares / (count - 1));
        return (mean, deviation == 0 ? 1 : deviation);
    }

    static double Distance(ReadOnlySpan<long> epochs, int row) => (double)epochs[row] - epochs[row - 1];
}
