using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>Reads one price of a batch of rows as doubles: a column, or the mean of several.</summary>
internal sealed class PriceReader
{
    readonly InputColumn[] _columns;
    readonly double[] _values;
    readonly double[] _addend;

    public PriceReader(IReadOnlyList<DataShape> input, IReadOnlyList<string> names, int batchRows)
    {
        _columns = [.. names.Select(name => InputColumn.Find(input, name))];
        _values = new double[batchRows];
        _addend = _columns.Length > 1 ? new double[batchRows] : [];
    }

    /// <summary>Some of the values last read.</summary>
    public ReadOnlySpan<double> Values(int first, int count) => _values.AsSpan(first, count);

    /// <summary>The values stay valid until the next call.</summary>
    public ReadOnlySpan<double> Read(ColumnSeries rows, int firstRow, int rowCount)
    {
        var values = _values.AsSpan(0, rowCount);
        _columns[0].CopyAsDoubles(rows, firstRow, values);
        if (_columns.Length == 1)
            return values;

        foreach (var column in _columns.AsSpan(1))
        {
            var addend = _addend.AsSpan(0, rowCount);
            column.CopyAsDoubles(rows, firstRow, addend);
            for (var row = 0; row < values.Length; row++)
                values[row] += addend[row];
        }

        foreach (ref var value in values)
            value /= _columns.Length;
        return values;
    }
}
