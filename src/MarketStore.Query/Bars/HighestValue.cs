using System.Numerics;

namespace MarketStore.Query.Bars;

/// <summary>A plain comparison, so that NaN stays when it comes first and is passed over later.</summary>
internal readonly struct HighestValue<T> : IBarFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Fold(T state, ReadOnlySpan<T> values)
    {
        foreach (var value in values)
        {
            if (value > state)
                state = value;
        }

        return state;
    }
}
