using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary><c>avg</c>: the mean of a column, added as doubles in the rows' order. NaN for no rows, and as soon as one value is NaN.</summary>
internal sealed class AverageAccumulator(InputColumn column, TimeProvider clock) : IAccumulator
{
    const int BatchRows = 1_024;

    readonly InputColumn _column = column;
    readonly TimeProvider _clock = clock;
    readonly double[] _batch = new double[BatchRows];
    double _sum;
    long _rowCount;

    public IReadOnlyList<DataShape> Output { get; } = SingleRow.Shapes("Avg", ElementType.Float64);

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

    public ColumnSeries Finish() => SingleRow.Make(Output[1], _sum / _rowCount, _clock);
}
