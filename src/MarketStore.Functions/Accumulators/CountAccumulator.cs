using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary><c>count</c>: how many rows there are, whatever they hold.</summary>
internal sealed class CountAccumulator(TimeProvider clock) : IAccumulator
{
    readonly TimeProvider _clock = clock;
    long _rowCount;

    public IReadOnlyList<DataShape> Output { get; } = SingleRow.Shapes("Count", ElementType.Int64);

    public void Add(ColumnSeries rows) => _rowCount += rows.RowCount;

    public ColumnSeries Finish() => SingleRow.Make(Output[1], _rowCount, _clock);
}
