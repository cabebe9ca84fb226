using System.Numerics;

namespace MarketStore.Functions.Accumulators;

/// <summary>The loop of <c>min</c> and <c>max</c>. A NaN that comes first stays; later ones are passed over.</summary>
internal static class Extremum
{
    public static T Fold<T, TOrder>(T state, ReadOnlySpan<T> values)
        where T : unmanaged, INumber<T>
        where TOrder : struct, IOrder<T>
    {
        // No value replaces NaN, and no lane must forget that.
        if (T.IsNaN(state))
            return state;
        if (values.Length >= 2 * Vector<T>.Count)
        {
            var lanes = new Vector<T>(state);
            for (; values.Length >= Vector<T>.Count; values = values[Vector<T>.Count..])
            {
                var challengers = new Vector<T>(values);
                lanes = Vector.ConditionalSelect(TOrder.Replaces(challengers, lanes), challengers, lanes);
            }

            for (var lane = 0; lane < Vector<T>.Count; lane++)
                state = Better<T, TOrder>(state, lanes[lane]);
        }

        foreach (var value in values)
            state = Better<T, TOrder>(state, value);
        return state;
    }

    static T Better<T, TOrder>(T holder, T challenger)
        where T : unmanaged, INumber<T>
        where TOrder : struct, IOrder<T> => TOrder.Replaces(challenger, holder) ? challenger : holder;
}
