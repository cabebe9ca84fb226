using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary><c>stddev</c>: the sample standard deviation of a column, by running means, so that large values with small differences lose nothing. NaN for fewer than two rows or with a NaN.</summary>
internal sealed class DeviationAccumulator(InputColumn column, TimeProvider clock) : IAccumulator
{
    const int BatchRows = 1_024;

    readonly InputColumn _column = column;
    readonly TimeProvider _clock = clock;
    readonly double[] _batch = new double[BatchRows];
    double _mean;
    double _squares;
    long _rowCount;

    public IReadOnlyList<DataShape> Output { get; } = SingleRow.Shapes("Stddev", ElementType.Float64);

    public void Add(ColumnSeries rows)
    {
        for (var row = 0; row < rows.RowCount; row += BatchRows)
        {
            var batch = _batch.AsSpan(0, Math.Min(BatchRows, rows.RowCount - row));
            _column.CopyAsDoubles(rows, row, batch);
            foreach (var value in batch)
            {
                var difference = value - _mean;
                _mean += difference / ++_rowCount;
                _squares += difference * (value - _mean);
            }
        }
    }

    public ColumnSeries Finish() => SingleRow.Make(Output[1], _rowCount < 2 ? double.NaN : Math.Sqrt(_squares / (_rowCount - 1)), _clock);
}
