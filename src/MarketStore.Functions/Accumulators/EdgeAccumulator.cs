using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary><c>first</c> or <c>last</c>: a column's value in the first or the last row, as it is, texts included. Its Epoch is that row's. No row for no rows.</summary>
internal sealed class EdgeAccumulator : IAccumulator
{
    readonly bool _isLast;
    readonly int _position;
    readonly int _epochPosition;
    byte[]? _value;
    long _epoch;

    EdgeAccumulator(bool isLast, IReadOnlyList<DataShape> input, int position, int epochPosition)
    {
        (_isLast, _position, _epochPosition) = (isLast, position, epochPosition);
        Output = [new(ColumnSeries.EpochName, ElementType.Int64), input[position] with { Name = isLast ? "Last" : "First" }];
    }

    public IReadOnlyList<DataShape> Output { get; }

    /// <exception cref="MarketStoreException">The rows have no such column, or no times.</exception>
    public static EdgeAccumulator Create(bool isLast, IReadOnlyList<DataShape> input, string name)
    {
        for (var position = 0; position < input.Count; position++)
        {
            if (input[position].Name == name)
                return new(isLast, input, position, InputColumn.FindEpoch(input).Position);
        }

        throw new MarketStoreException(ErrorKind.NotFound, $"unable to retrieve column named {name}");
    }

    public void Add(ColumnSeries rows)
    {
        if (rows.RowCount == 0 || (_value is not null && !_isLast))
            return;
        var row = _isLast ? rows.RowCount - 1 : 0;
        var column = rows.Columns[_position];
        _value = column.Data.Slice(row * column.ElementBytes, column.ElementBytes).ToArray();
        _epoch = rows.Columns[_epochPosition].Values<long>()[row];
    }

    public ColumnSeries Finish()
    {
        var count = _value is null ? 0 : 1;
        return new(
            [
                Column.Of(ColumnSeries.EpochName, ElementType.Int64, count == 0 ? [] : (ReadOnlySpan<long>)[_epoch]),
                new(Output[1].Name, Output[1].Type, _value ?? []) { TextLength = Output[1].TextLength },
            ],
            count);
    }
}
