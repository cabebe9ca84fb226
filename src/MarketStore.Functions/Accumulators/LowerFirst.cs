using System.Numerics;

namespace MarketStore.Functions.Accumulators;

internal readonly struct LowerFirst<T> : IOrder<T>
    where T : unmanaged, INumber<T>
{
    public static bool Replaces(T challenger, T holder) => challenger < holder;

    public static Vector<T> Replaces(Vector<T> challengers, Vector<T> holders) => Vector.LessThan(challengers, holders);
}
