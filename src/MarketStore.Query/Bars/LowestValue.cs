using System.Numerics;

namespace MarketStore.Query.Bars;

/// <summary>As <see cref="HighestValue{T}"/>, the other way.</summary>
internal readonly struct LowestValue<T> : IBarFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Fold(T state, ReadOnlySpan<T> values)
    {
        foreach (var value in values)
        {
            if (value < state)
                state = value;
        }

        return state;
    }
}
