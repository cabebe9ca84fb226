using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary>
/// <c>sum</c> and <c>avg</c>: the values of a column added as doubles in the rows' order. Of no rows the sum is 0 and the mean NaN; both are NaN as soon as one value is.
/// </summary>
internal sealed class SumAccumulator : IAccumulator
{
    const int BatchRows = 1_024;

    readonly InputColumn _column;
    readonly TimeProvider _clock;
    readonly bool _isMean;
    readonly double[] _batch = new double[BatchRows];
    double _sum;
    long _rowCount;

    SumAccumulator(InputColumn column, TimeProvider clock, bool isMean)
    {
        (_column, _clock, _isMean) = (column, clock, isMean);
        Output = SingleRow.Shapes(isMean ? "Avg" : "Sum", ElementType.Float64);
    }

    public IReadOnlyList<DataShape> Output { get; }

    public static SumAccumulator Sum(InputColumn column, TimeProvider clock) => new(column, clock, isMean: false);

    public static SumAccumulator Mean(InputColumn column, TimeProvider clock) => new(column, clock, isMean: true);

    public void Add(ColumnSeries rows)
    {
        for (var row = 0; row < rows.RowCount; row += BatchRows)
        {
            var batch = _batch.AsSpan(0, Math.Min(BatchRows, rows.RowCount - row));
            _column.CopyAsDoubles(rows, row, batch);
            foreach (var value in batch)
                _sum += value;
        }

        _rowCount += rows.RowCount;
    }

    public ColumnSeries Finish() => SingleRow.Make(Output[1], _isMean ? _sum / _rowCount : _sum, _clock);
}
