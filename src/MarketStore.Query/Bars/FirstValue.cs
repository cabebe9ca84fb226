using System.Numerics;

namespace MarketStore.Query.Bars;

internal readonly struct FirstValue<T> : IBarFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Fold(T state, ReadOnlySpan<T> values) => state;
}
