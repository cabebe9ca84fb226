using System.Numerics;

namespace MarketStore.Query.Bars;

/// <summary>How the values of a window's later rows change what its first row began.</summary>
internal interface IBarFold<T>
    where T : unmanaged, INumber<T>
{
    static abstract T Fold(T state, ReadOnlySpan<T> values);
}
