using System.Numerics;
using System.Runtime.InteropServices;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Query.Bars;

/// <summary>A column whose bars keep one of the values of their rows: the first, the last, the highest or the lowest.</summary>
internal sealed class FoldedColumn<T, TFold>(DataShape shape) : BarColumn(shape)
    where T : unmanaged, INumber<T>
    where TFold : struct, IBarFold<T>
{
    readonly List<T> _bars = [];

    public override void Add(Column source, ReadOnlySpan<WindowRun> runs)
    {
        var values = source.Values<T>();
        foreach (var run in runs)
        {
            var rows = values.Slice(run.FirstRow, run.RowCount);
            if (run.ContinuesBar)
                _bars[^1] = TFold.Fold(_bars[^1], rows);
            else
                _bars.Add(TFold.Fold(rows[0], rows[1..]));
        }
    }

    public override Column ToColumn(int barCount) => Column.Of<T>(Shape.Name, Shape.Type, CollectionsMarshal.AsSpan(_bars)[..barCount]);
}
