using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary>
/// <c>sum</c> and <c>avg</c>: the values of a column added as doubles in the rows' order. Of no rows the sum is 0 and the mean NaN; both are NaN as soon as one value is.
/// </summary>
internal sealed class SumAccumulator : IAccumulator
{
    readonly InputColumn _column;
    readonly TimeProvider _clock;
    readonly bool _isMean;
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
        _sum = _column.AddTo(_sum, rows, 0, rows.RowCount);
        _rowCount += rows.RowCount;
    }

    public ColumnSeries Finish() => SingleRow.Make(Output[1], _isMean ? _sum / _rowCount : _sum, _clock);
}
