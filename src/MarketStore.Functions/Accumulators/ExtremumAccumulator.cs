using System.Numerics;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary><c>min</c> or <c>max</c>: compared in the column's own type and given back as FLOAT32. NaN for no rows.</summary>
internal sealed class ExtremumAccumulator<T, TOrder>(string name, InputColumn column, TimeProvider clock) : IAccumulator
    where T : unmanaged, INumber<T>
    where TOrder : struct, IOrder<T>
{
    readonly InputColumn _column = column;
    readonly TimeProvider _clock = clock;
    T _state;
    bool _hasRows;

    public IReadOnlyList<DataShape> Output { get; } = SingleRow.Shapes(name, ElementType.Float32);

    public void Add(ColumnSeries rows)
    {
        var values = _column.Values<T>(rows);
        if (values.IsEmpty)
            return;
        _state = Extremum.Fold<T, TOrder>(_hasRows ? _state : values[0], values);
        _hasRows = true;
    }

    public ColumnSeries Finish() => SingleRow.Make(Output[1], _hasRows ? float.CreateTruncating(_state) : float.NaN, _clock);
}
