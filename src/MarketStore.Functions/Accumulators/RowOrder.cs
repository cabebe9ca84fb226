using System.Numerics;

namespace MarketStore.Functions.Accumulators;

/// <summary>In which order the times of rows are.</summary>
public static class RowOrder
{
    /// <summary>True when no row is earlier than the one before it.</summary>
    /// <param name="epochs">Seconds of each row.</param>
    /// <param name="nanoseconds">Nanoseconds within them, or empty.</param>
    public static bool IsAscending(ReadOnlySpan<long> epochs, ReadOnlySpan<int> nanoseconds)
    {
        if (!IsAscending(epochs))
            return false;
        for (var row = 1; row < nanoseconds.Length; row++)
        {
            if (nanoseconds[row] < nanoseconds[row - 1] && epochs[row] == epochs[row - 1])
                return false;
        }

        return true;
    }

    static bool IsAscending(ReadOnlySpan<long> epochs)
    {
        var row = 1;
        for (; row + Vector<long>.Count <= epochs.Length; row += Vector<long>.Count)
        {
            if (Vector.LessThanAny(new(epochs[row..]), new Vector<long>(epochs[(row - 1)..])))
                return false;
        }

        for (; row < epochs.Length; row++)
        {
            if (epochs[row] < epochs[row - 1])
                return false;
        }

        return true;
    }
}
