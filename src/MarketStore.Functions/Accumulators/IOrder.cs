using System.Numerics;

namespace MarketStore.Functions.Accumulators;

/// <summary>Which of two values replaces the other. Both forms compare plainly: NaN neither replaces nor is replaced.</summary>
internal interface IOrder<T>
    where T : unmanaged, INumber<T>
{
    static abstract bool Replaces(T challenger, T holder);

    static abstract Vector<T> Replaces(Vector<T> challengers, Vector<T> holders);
}
