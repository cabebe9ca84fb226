using System.Numerics;
using System.Runtime.InteropServices;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Query.Bars;

/// <summary>A column whose bars hold the sum of their rows' values, added in 64 bits in the rows' order and given back in the column's own type.</summary>
internal sealed class SummedColumn<T, TSum>(DataShape shape) : BarColumn(shape)
    where T : unmanaged, INumber<T>
    where TSum : unmanaged, INumber<TSum>
{
    readonly List<TSum> _sums = [];

    public override void Add(Column source, ReadOnlySpan<WindowRun> runs)
    {
        var values = source.Values<T>();
        foreach (var run in runs)
        {
            if (!run.ContinuesBar)
                _sums.Add(TSum.Zero);
            try
            {
                _sums[^1] = Sum(_sums[^1], values.Slice(run.FirstRow, run.RowCount));
            }
            catch (OverflowException)
            {
                throw new BarOverflowException(_sums.Count - 1);
            }
        }
    }

    public override Column ToColumn(int barCount)
    {
        var bytes = new byte[barCount * Shape.Type.SizeInBytes()];
        var bars = MemoryMarshal.Cast<byte, T>(bytes.AsSpan());
        for (var bar = 0; bar < barCount; bar++)
        {
            // A float too small for the sum becomes infinite, as it does when floats are added.
            if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
                bars[bar] = T.CreateTruncating(_sums[bar]);
            else if (!TryNarrow(_sums[bar], out bars[bar]))
                throw new BarOverflowException(bar);
        }

        return new(Shape.Name, Shape.Type, bytes);
    }

    static TSum Sum(TSum sum, ReadOnlySpan<T> values)
    {
        foreach (var value in values)
            sum = checked(sum + TSum.CreateTruncating(value));
        return sum;
    }

    static bool TryNarrow(TSum sum, out T narrow)
    {
        narrow = T.CreateTruncating(sum);
        return TSum.CreateTruncating(narrow) == sum;
    }
}
