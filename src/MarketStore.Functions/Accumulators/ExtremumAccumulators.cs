using MarketStore.Core.Types;

namespace MarketStore.Functions.Accumulators;

/// <summary>Makes <c>min</c> and <c>max</c> for a column of any numeric type.</summary>
internal static class ExtremumAccumulators
{
    public static IAccumulator Highest(InputColumn column, TimeProvider clock) => column.Shape.Type switch
    {
        ElementType.Float32 => new ExtremumAccumulator<float, HigherFirst<float>>("Max", column, clock),
        ElementType.Float64 => new ExtremumAccumulator<double, HigherFirst<double>>("Max", column, clock),
        ElementType.Int16 => new ExtremumAccumulator<short, HigherFirst<short>>("Max", column, clock),
        ElementType.Int32 => new ExtremumAccumulator<int, HigherFirst<int>>("Max", column, clock),
        ElementType.Int64 => new ExtremumAccumulator<long, HigherFirst<long>>("Max", column, clock),
        ElementType.Byte => new ExtremumAccumulator<sbyte, HigherFirst<sbyte>>("Max", column, clock),
        ElementType.UInt16 => new ExtremumAccumulator<ushort, HigherFirst<ushort>>("Max", column, clock),
        ElementType.UInt32 => new ExtremumAccumulator<uint, HigherFirst<uint>>("Max", column, clock),
        ElementType.UInt64 => new ExtremumAccumulator<ulong, HigherFirst<ulong>>("Max", column, clock),
        _ => new ExtremumAccumulator<byte, HigherFirst<byte>>("Max", column, clock),
    };

    public static IAccumulator Lowest(InputColumn column, TimeProvider clock) => column.Shape.Type switch
    {
        ElementType.Float32 => new ExtremumAccumulator<float, LowerFirst<float>>("Min", column, clock),
        ElementType.Float64 => new ExtremumAccumulator<double, LowerFirst<double>>("Min", column, clock),
        ElementType.Int16 => new ExtremumAccumulator<short, LowerFirst<short>>("Min", column, clock),
        ElementType.Int32 => new ExtremumAccumulator<int, LowerFirst<int>>("Min", column, clock),
        ElementType.Int64 => new ExtremumAccumulator<long, LowerFirst<long>>("Min", column, clock),
        ElementType.Byte => new ExtremumAccumulator<sbyte, LowerFirst<sbyte>>("Min", column, clock),
        ElementType.UInt16 => new ExtremumAccumulator<ushort, LowerFirst<ushort>>("Min", column, clock),
        ElementType.UInt32 => new ExtremumAccumulator<uint, LowerFirst<uint>>("Min", column, clock),
        ElementType.UInt64 => new ExtremumAccumulator<ulong, LowerFirst<ulong>>("Min", column, clock),
        _ => new ExtremumAccumulator<byte, LowerFirst<byte>>("Min", column, clock),
    };
}
