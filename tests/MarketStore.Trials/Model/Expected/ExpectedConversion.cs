using System.Globalization;
using System.Numerics;
using MarketStore.Core.Types;

namespace MarketStore.Trials.Model.Expected;

/// <summary>
/// Values of a client's type in the bucket's type. Rounding to a float is silent; a value out of range, or a fraction or NaN for an integer, is refused.
/// Everything goes through exact integers, or through doubles, which hold every float.
/// </summary>
static class ExpectedConversion
{
    /// <summary>Null where the types have no conversion or a value does not fit.</summary>
    public static byte[]? Convert(ElementType from, ReadOnlySpan<byte> values, ElementType to)
    {
        if (from == to || (IsPlainByte(from) && IsPlainByte(to)))
            return values.ToArray();
        if (to is ElementType.Bool or ElementType.String16 || from == ElementType.String16)
            return null;
        var (fromSize, toSize) = (from.SizeInBytes(), to.SizeInBytes());
        var result = new byte[values.Length / fromSize * toSize];
        for (var row = 0; row < values.Length / fromSize; row++)
        {
            if (!TryConvert(from, values.Slice(row * fromSize, fromSize), to, result.AsSpan(row * toSize, toSize)))
                return null;
        }

        return result;
    }

    /// <summary>A number of any type but floats.</summary>
    public static BigInteger Integer(ElementType type, ReadOnlySpan<byte> value) => new(value, isUnsigned: !IsSigned(type));

    public static double Real(ElementType type, ReadOnlySpan<byte> value) => type switch
    {
        ElementType.Float32 => BitConverter.ToSingle(value),
        ElementType.Float64 => BitConverter.ToDouble(value),
        // By way of text, since parsing rounds as IEEE has it, once.
        _ => double.Parse(Integer(type, value).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture),
    };

    public static bool IsFloat(ElementType type) => type is ElementType.Float32 or ElementType.Float64;

    /// <summary>Writes an integer in an integer type; false where it does not fit.</summary>
    public static bool TryStore(BigInteger value, ElementType type, Span<byte> target)
    {
        var bits = type.SizeInBytes() * 8;
        var (low, high) = IsSigned(type) ? (-(BigInteger.One << (bits - 1)), (BigInteger.One << (bits - 1)) - 1) : (BigInteger.Zero, (BigInteger.One << bits) - 1);
        if (value < low || value > high)
            return false;
        target.Fill(value.Sign < 0 ? (byte)0xFF : (byte)0);
        return value.TryWriteBytes(target, out _, isUnsigned: !IsSigned(type));
    }

    static bool IsPlainByte(ElementType type) => type is ElementType.UInt8 or ElementType.Bool;

    static bool IsSigned(ElementType type) => type is ElementType.Byte or ElementType.Int16 or ElementType.Int32 or ElementType.Int64;

    static bool TryConvert(ElementType from, ReadOnlySpan<byte> value, ElementType to, Span<byte> target)
    {
        if (to == ElementType.Float64)
            return BitConverter.TryWriteBytes(target, Real(from, value));
        if (to == ElementType.Float32)
        {
            // Rounded once: an integer goes to the nearest float, not by way of a double.
            var real = IsFloat(from) ? (float)BitConverter.ToDouble(value) : float.Parse(Integer(from, value).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (float.IsInfinity(real) && !(IsFloat(from) && double.IsInfinity(BitConverter.ToDouble(value))))
                return false;
            return BitConverter.TryWriteBytes(target, real);
        }

        if (!IsFloat(from))
            return TryStore(Integer(from, value), to, target);
        var number = Real(from, value);
        return double.IsFinite(number) && Math.Floor(number) == number && TryStore(new BigInteger(number), to, target);
    }
}
