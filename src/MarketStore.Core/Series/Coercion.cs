using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Types;

namespace MarketStore.Core.Series;

/// <summary>
/// Converts a client's column to the type that the bucket stores. Rounding to a narrower float is silent, as every pandas client relies on;
/// what would lose more than that (overflow, a fraction or NaN to an integer) is an error that names column and row.
/// </summary>
public static class Coercion
{
    /// <exception cref="MarketStoreException">A value does not fit, or the types have no conversion.</exception>
    public static Column To(Column source, ElementType target)
    {
        if (source.Type == target || (IsByteWide(source.Type) && IsByteWide(target) && source.Type != ElementType.Byte && target != ElementType.Byte))
            return source with { Type = target };
        if (target is ElementType.Bool or ElementType.String16)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {source.Name}: can not cast to boolean or string");
        if (source.Type is ElementType.String16)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {source.Name}: can not cast {source.Type.DisplayName()} to {target.DisplayName()}");

        return source.Type switch
        {
            ElementType.Float32 => From<float>(source, target),
            ElementType.Float64 => From<double>(source, target),
            ElementType.Int16 => From<short>(source, target),
            ElementType.Int32 => From<int>(source, target),
            ElementType.Int64 => From<long>(source, target),
            ElementType.Byte => From<sbyte>(source, target),
            ElementType.UInt8 or ElementType.Bool => From<byte>(source, target),
            ElementType.UInt16 => From<ushort>(source, target),
            ElementType.UInt32 => From<uint>(source, target),
            ElementType.UInt64 => From<ulong>(source, target),
            _ => throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {source.Name}: {source.Type.DisplayName()} cannot be converted"),
        };
    }

    static bool IsByteWide(ElementType type) => type is ElementType.Byte or ElementType.UInt8 or ElementType.Bool;

    static Column From<TSource>(Column source, ElementType target)
        where TSource : unmanaged, INumber<TSource> => target switch
        {
            ElementType.Float32 => ToFloat<TSource, float>(source, target),
            ElementType.Float64 => ToFloat<TSource, double>(source, target),
            ElementType.Int16 => ToInteger<TSource, short>(source, target),
            ElementType.Int32 => ToInteger<TSource, int>(source, target),
            ElementType.Int64 => ToInteger<TSource, long>(source, target),
            ElementType.Byte => ToInteger<TSource, sbyte>(source, target),
            ElementType.UInt8 => ToInteger<TSource, byte>(source, target),
            ElementType.UInt16 => ToInteger<TSource, ushort>(source, target),
            ElementType.UInt32 => ToInteger<TSource, uint>(source, target),
            ElementType.UInt64 => ToInteger<TSource, ulong>(source, target),
            _ => throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {source.Name}: can not cast to {target.DisplayName()}"),
        };

    static Column ToFloat<TSource, TTarget>(Column source, ElementType target)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, INumber<TTarget>
    {
        var values = source.Values<TSource>();
        var converted = new byte[values.Length * target.SizeInBytes()];
        var results = MemoryMarshal.Cast<byte, TTarget>(converted.AsSpan());
        for (var row = 0; row < values.Length; row++)
        {
            results[row] = TTarget.CreateTruncating(values[row]);
            if (TTarget.IsInfinity(results[row]) && !TSource.IsInfinity(values[row]))
                ThrowDoesNotFit(source, row, values[row].ToString(null, System.Globalization.CultureInfo.InvariantCulture), target);
        }

        return new(source.Name, target, converted);
    }

    static Column ToInteger<TSource, TTarget>(Column source, ElementType target)
        where TSource : unmanaged, INumber<TSource>
        where TTarget : unmanaged, IBinaryInteger<TTarget>
    {
        var values = source.Values<TSource>();
        var converted = new byte[values.Length * target.SizeInBytes()];
        var results = MemoryMarshal.Cast<byte, TTarget>(converted.AsSpan());
        for (var row = 0; row < values.Length; row++)
        {
            var value = values[row];
            if (!TSource.IsInteger(value))
                ThrowDoesNotFit(source, row, value.ToString(null, System.Globalization.CultureInfo.InvariantCulture), target);
            try
            {
                results[row] = TTarget.CreateChecked(value);
            }
            catch (OverflowException)
            {
                ThrowDoesNotFit(source, row, value.ToString(null, System.Globalization.CultureInfo.InvariantCulture), target);
            }
        }

        return new(source.Name, target, converted);
    }

    [DoesNotReturn]
    static void ThrowDoesNotFit(Column source, int row, string value, ElementType target) =>
        throw new MarketStoreException(ErrorKind.InvalidRequest, $"column {source.Name}, row {row}: {value} does not fit {target.DisplayName()} without loss");
}
