using System.Numerics;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Plugins.Aggregation;

/// <summary>Makes one value of those of each window, in the type of the column.</summary>
internal static class ColumnReducer
{
    /// <param name="column">The rows.</param>
    /// <param name="windows">Where the rows of each window begin and end.</param>
    /// <param name="reduction">What to do with them. Values that are no number count for none, unless there is no other; sums that the type cannot hold are its greatest value.</param>
    /// <param name="isCut">True when a sum did not fit.</param>
    /// <exception cref="MarketStoreException">The column holds no numbers.</exception>
    public static Column Reduce(Column column, IReadOnlyList<(int Start, int End)> windows, Reduction reduction, ref bool isCut) => column.Type switch
    {
        ElementType.Float32 => Reduce<float>(column, windows, reduction, ref isCut),
        ElementType.Float64 => Reduce<double>(column, windows, reduction, ref isCut),
        ElementType.Byte => Reduce<sbyte>(column, windows, reduction, ref isCut),
        ElementType.Int16 => Reduce<short>(column, windows, reduction, ref isCut),
        ElementType.Int32 => Reduce<int>(column, windows, reduction, ref isCut),
        ElementType.Int64 => Reduce<long>(column, windows, reduction, ref isCut),
        ElementType.UInt8 => Reduce<byte>(column, windows, reduction, ref isCut),
        ElementType.UInt16 => Reduce<ushort>(column, windows, reduction, ref isCut),
        ElementType.UInt32 => Reduce<uint>(column, windows, reduction, ref isCut),
        ElementType.UInt64 => Reduce<ulong>(column, windows, reduction, ref isCut),
        _ => throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {column.Name} is {column.Type.DisplayName()}, and bars are made of numbers"),
    };

    static Column Reduce<T>(Column column, IReadOnlyList<(int Start, int End)> windows, Reduction reduction, ref bool isCut)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var values = column.Values<T>();
        var results = new T[windows.Count];
        for (var window = 0; window < results.Length; window++)
        {
            var (start, end) = windows[window];
            var rows = values[start..end];
            results[window] = reduction switch
            {
                Reduction.First => rows[0],
                Reduction.Last => rows[^1],
                Reduction.Highest => Extreme(rows, highest: true),
                Reduction.Lowest => Extreme(rows, highest: false),
                _ => Sum(rows, ref isCut),
            };
        }

        return Column.Of<T>(column.Name, column.Type, results);
    }

    static T Extreme<T>(ReadOnlySpan<T> rows, bool highest)
        where T : unmanaged, INumber<T>
    {
        var result = rows[0];
        foreach (var value in rows)
        {
            if (T.IsNaN(result) || (highest ? value > result : value < result))
                result = value;
        }

        return result;
    }

    static T Sum<T>(ReadOnlySpan<T> rows, ref bool isCut)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        if (typeof(T) == typeof(float) || typeof(T) == typeof(double))
        {
            var (total, isFinite) = (0.0, true);
            foreach (var value in rows)
            {
                if (T.IsNaN(value))
                    continue;
                total += double.CreateTruncating(value);
                isFinite &= T.IsFinite(value);
            }

            var sum = T.CreateTruncating(total);
            if (!isFinite || T.IsFinite(sum))
                return sum;
            isCut = true;
            return total > 0 ? T.MaxValue : T.MinValue;
        }

        Int128 whole = 0;
        foreach (var value in rows)
            whole += Int128.CreateTruncating(value);
        isCut |= whole > Int128.CreateTruncating(T.MaxValue) || whole < Int128.CreateTruncating(T.MinValue);
        return T.CreateSaturating(whole);
    }
}
