using System.Numerics;
using MarketStore.Core.Types;

namespace MarketStore.Query.Bars;

/// <summary>Makes the bar column for a source column: which value a bar keeps goes by the name, the loop by the type.</summary>
internal static class BarColumns
{
    public static bool IsNumeric(ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64
            or ElementType.Byte or ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64;

    /// <exception cref="ArgumentOutOfRangeException">The type is not numeric, or bars have no such column.</exception>
    public static BarColumn For(DataShape shape) => shape.Type switch
    {
        ElementType.Float32 => For<float, double>(shape),
        ElementType.Float64 => For<double, double>(shape),
        ElementType.Int16 => For<short, long>(shape),
        ElementType.Int32 => For<int, long>(shape),
        ElementType.Int64 => For<long, long>(shape),
        ElementType.Byte => For<sbyte, long>(shape),
        ElementType.UInt8 => For<byte, ulong>(shape),
        ElementType.UInt16 => For<ushort, ulong>(shape),
        ElementType.UInt32 => For<uint, ulong>(shape),
        ElementType.UInt64 => For<ulong, ulong>(shape),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "the type is not numeric"),
    };

    static BarColumn For<T, TSum>(DataShape shape)
        where T : unmanaged, INumber<T>
        where TSum : unmanaged, INumber<TSum> => shape.Name switch
        {
            BarSchema.Open => new FoldedColumn<T, FirstValue<T>>(shape),
            BarSchema.High => new FoldedColumn<T, HighestValue<T>>(shape),
            BarSchema.Low => new FoldedColumn<T, LowestValue<T>>(shape),
            BarSchema.Close => new FoldedColumn<T, LastValue<T>>(shape),
            BarSchema.Volume => new SummedColumn<T, TSum>(shape),
            _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "bars have no such column"),
        };
}
