using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Loading;

/// <summary>Turns the texts of a column into bytes of its type. A text that does not fit without loss is refused; floats are rounded to the nearest.</summary>
internal static class ValueWriters
{
    const int String16Characters = 16;

    /// <exception cref="ArgumentOutOfRangeException">The type is not storable.</exception>
    public static ValueWriter For(ElementType type) => type switch
    {
        ElementType.Float32 => TryWriteFloat<float>,
        ElementType.Float64 => TryWriteFloat<double>,
        ElementType.Int16 => TryWriteInteger<short>,
        ElementType.Int32 => TryWriteInteger<int>,
        ElementType.Int64 => TryWriteInteger<long>,
        ElementType.Byte => TryWriteInteger<sbyte>,
        ElementType.UInt8 => TryWriteInteger<byte>,
        ElementType.UInt16 => TryWriteInteger<ushort>,
        ElementType.UInt32 => TryWriteInteger<uint>,
        ElementType.UInt64 => TryWriteInteger<ulong>,
        ElementType.Bool => TryWriteBool,
        ElementType.String16 => TryWriteText,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "type is not storable"),
    };

    /// <summary>What a refused text is not.</summary>
    public static string Expectation(ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Float64 => $"number ({type.WireCode()})",
        ElementType.Bool => "truth value",
        ElementType.String16 => $"text of up to {String16Characters} characters ({type.WireCode()})",
        _ => $"whole number ({type.WireCode()})",
    };

    static bool TryWriteFloat<T>(ReadOnlySpan<char> text, Span<byte> target)
        where T : unmanaged, IFloatingPoint<T>
    {
        // Digits that make infinity are too large; the word itself is meant.
        if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || (T.IsInfinity(value) && text.ContainsAnyInRange('0', '9')))
            return false;
        MemoryMarshal.Write(target, value);
        return true;
    }

    static bool TryWriteInteger<T>(ReadOnlySpan<char> text, Span<byte> target)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && !TryParseWhole(text, out value))
            return false;
        MemoryMarshal.Write(target, value);
        return true;
    }

    // Whole numbers that a program wrote as floats: 931800000.0, 1E+06.
    static bool TryParseWhole<T>(ReadOnlySpan<char> text, out T value)
        where T : unmanaged, IBinaryInteger<T>
    {
        value = default;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        value = T.CreateSaturating(number);
        return decimal.CreateChecked(value) == number;
    }

    static bool TryWriteBool(ReadOnlySpan<char> text, Span<byte> target)
    {
        var word = text.Trim();
        var isTrue = word is "1" || word.Equals("true", StringComparison.OrdinalIgnoreCase);
        target[0] = isTrue ? (byte)1 : (byte)0;
        return isTrue || word is "0" || word.Equals("false", StringComparison.OrdinalIgnoreCase);
    }

    static bool TryWriteText(ReadOnlySpan<char> text, Span<byte> target)
    {
        target.Clear();
        return Encoding.UTF32.GetByteCount(text) <= target.Length && Encoding.UTF32.TryGetBytes(text, target, out _);
    }
}
