using System.Numerics;

namespace MarketStore.Query.Bars;

internal readonly struct LastValue<T> : IBarFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Fold(T state, ReadOnlySpan<T> values) => values.IsEmpty ? state : values[^1];
}
