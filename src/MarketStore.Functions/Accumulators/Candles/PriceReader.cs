using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>Reads one price of rows as doubles: a column, or the mean of several. For one thread.</summary>
internal sealed class PriceReader
{
    readonly InputColumn[] _columns;
    readonly double[] _values;
    readonly double[] _addend;

    /// <param name="batchRows">Rows that are read at most at a time.</param>
    public PriceReader(IReadOnlyList<DataShape> input, IReadOnlyList<string> names, int batchRows)
    {
        _columns = [.. names.Select(name => InputColumn.Find(input, name))];
        _values = new double[batchRows];
        _addend = _columns.Length > 1 ? new double[batchRows] : [];
    }

    /// <summary>The price of one row.</summary>
    public double At(ColumnSeries rows, int row) => _columns.Length == 1 ? _columns[0].At(rows, row) : Read(rows, row, 1)[0];

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

    /// <summary>The highest or lowest of rows and what came before them. NaN that comes first stays, later ones are passed over.</summary>
    public double Fold<TFloat, TDouble>(double state, ColumnSeries rows, int firstRow, int rowCount)
        where TFloat : struct, IOrder<float>
        where TDouble : struct, IOrder<double>
    {
        // A state that came from floats is one.
        if (_columns is [{ Shape.Type: ElementType.Float32 } floats])
            return Extremum.Fold<float, TFloat>((float)state, floats.Values<float>(rows).Slice(firstRow, rowCount));
        if (_columns is [{ Shape.Type: ElementType.Float64 } doubles])
            return Extremum.Fold<double, TDouble>(state, doubles.Values<double>(rows).Slice(firstRow, rowCount));
        for (var end = firstRow + rowCount; firstRow < end; firstRow += _values.Length)
            state = Extremum.Fold<double, TDouble>(state, Read(rows, firstRow, Math.Min(_values.Length, end - firstRow)));
        return state;
    }
}
