using System.Numerics;

namespace MarketStore.Query.Bars;

/// <summary>How the values of a window's later rows change what its first row began.</summary>
internal interface IBarFold<T>
    where T : unmanaged, INumber<T>
{
    static abstract T Fold(T state, ReadOnlySpan<T> values);
}

internal readonly struct FirstValue<T> : IBarFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Fold(T state, ReadOnlySpan<T> values) => state;
}

internal readonly struct LastValue<T> : IBarFold<T>
    where T : unmanaged, INumber<T>
{
    public static T Fold(T state, ReadOnlySpan<T> values) => values.IsEmpty ? state : values[^1];
}

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
