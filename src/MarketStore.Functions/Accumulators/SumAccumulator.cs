using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary><c>sum</c>: the values of a column added as doubles in the rows' order. 0 for no rows, NaN as soon as one value is.</summary>
internal sealed class SumAccumulator(InputColumn column, TimeProvider clock) : IAccumulator
{
    const int BatchRows = 1_024;

    readonly InputColumn _column = column;
    readonly TimeProvider _clock = clock;
    readonly double[] _batch = new double[BatchRows];
    double _sum;

    public IReadOnlyList<DataShape> Output { get; } = SingleRow.Shapes("Sum", ElementType.Float64);

    public void Add(ColumnSeries rows)
    {
        for (var row = 0; row < rows.RowCount; row += BatchRows)
        {
            var batch = _batch.AsSpan(0, Math.Min(BatchRows, rows.RowCount - row));
            _column.CopyAsDoubles(rows, row, batch);
            foreach (var value in batch)
                _sum += value;
        }
    }

    public ColumnSeries Finish() => SingleRow.Make(Output[1], _sum, _clock);
}
