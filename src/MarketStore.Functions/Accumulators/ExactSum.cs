using System.Numerics;
using System.Runtime.InteropServices;

namespace MarketStore.Functions.Accumulators;

/// <summary>
/// Sums of integers that doubles hold exactly, as those of volumes are. Their order makes no difference then, so that several can be added at once:
/// the result is, bit for bit, that of adding one after the other as doubles.
/// </summary>
internal static class ExactSum
{
    /// <summary>So many values below the bound stay below 2^52 together.</summary>
    const int MostValues = 1 << 12;
    const long Bound = 1L << 40;
    const double Exact = 1L << 52;

    /// <summary>A sum and integers; null where a part of it might not be exact.</summary>
    public static double? TryAdd(double sum, ReadOnlySpan<long> values)
    {
        for (; values.Length > 0; values = values[Math.Min(MostValues, values.Length)..])
        {
            if (!(Math.Abs(sum) <= Exact) || Math.Truncate(sum) != sum || TryAdd(values[..Math.Min(MostValues, values.Length)]) is not { } part)
                return null;
            sum += part;
        }

        return sum;
    }

    static long? TryAdd(ReadOnlySpan<long> values)
    {
        var vectors = MemoryMarshal.Cast<long, Vector<long>>(values);
        var (totals, bits) = (Vector<long>.Zero, Vector<long>.Zero);
        foreach (var vector in vectors)
        {
            totals += vector;
            bits |= Magnitude(vector);
        }

        var total = Vector.Sum(totals);
        foreach (var value in values[(vectors.Length * Vector<long>.Count)..])
        {
            total += value;
            bits |= Magnitude(new(value));
        }

        return Vector.LessThanAll(bits, new Vector<long>(Bound)) ? total : null;
    }

    /// <summary>The bits of a value without its sign.</summary>
    static Vector<long> Magnitude(Vector<long> value) => value ^ Vector.ShiftRightArithmetic(value, 63);
}
