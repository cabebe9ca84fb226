using System.Globalization;
using System.Numerics;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Core.Series;

public class CoercionTests
{
    static readonly ElementType[] Integers = [
        ElementType.Byte, ElementType.UInt8, ElementType.Int16, ElementType.UInt16, ElementType.Int32, ElementType.UInt32, ElementType.Int64, ElementType.UInt64,
    ];

    static readonly ElementType[] Numbers = [.. Integers, ElementType.Float32, ElementType.Float64];

    [Fact]
    public void Small_whole_numbers_pass_between_all_numeric_types()
    {
        foreach (var source in Numbers)
        {
            foreach (var target in Numbers)
            {
                var converted = Coercion.To(Of("C", source, 0, 1, 127), target);
                Assert.Equal((target, 3), (converted.Type, converted.RowCount));
                Assert.Equal([0, 1, 127], Values(converted));
            }
        }
    }

    [Fact]
    public void The_ends_of_every_integer_type_pass_where_they_fit_and_are_errors_elsewhere()
    {
        foreach (var source in Integers)
        {
            foreach (var end in (Int128[])[Ends(source).Low, Ends(source).High])
            {
                foreach (var target in Integers)
                {
                    if (end >= Ends(target).Low && end <= Ends(target).High)
                        Assert.Equal(end.ToString(CultureInfo.InvariantCulture), Text(Coercion.To(OfInteger("C", source, end), target)));
                    else
                        AssertRefused(OfInteger("C", source, end), target, $"column C, row 0: {end} does not fit {target.DisplayName()} without loss");
                }
            }
        }
    }

    [Theory]
    [InlineData(1.5)]
    [InlineData(-0.1)]
    [InlineData(1e12)]
    [InlineData(2147483648.0)]
    [InlineData(-2147483649.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(double.Epsilon)]
    public void A_float_that_is_no_integer_of_the_type_is_an_error_that_names_column_and_row(double value) =>
        AssertRefused(Column.Of<double>("Volume", ElementType.Float64, [1, 2, value]), ElementType.Int32, "column Volume, row 2: ");

    [Theory]
    [InlineData(2147483647.0, int.MaxValue)]
    [InlineData(-2147483648.0, int.MinValue)]
    [InlineData(-0.0, 0)]
    public void A_whole_float_within_the_type_passes(double value, int due) =>
        Assert.Equal([due], Coercion.To(Column.Of<double>("C", ElementType.Float64, [value]), ElementType.Int32).Values<int>());

    [Theory]
    [InlineData(9_223_372_036_854_775_808.0, ElementType.Int64)]
    [InlineData(18_446_744_073_709_551_616.0, ElementType.UInt64)]
    [InlineData(-1.0, ElementType.UInt64)]
    public void The_first_float_beyond_64_bits_is_an_error(double value, ElementType target) =>
        AssertRefused(Column.Of<double>("C", ElementType.Float64, [value]), target, "does not fit");

    [Fact]
    public void Rounding_to_a_narrower_float_is_silent()
    {
        Assert.Equal([0.1f, 16_777_216f, 0f], Coercion.To(Column.Of<double>("C", ElementType.Float64, [0.1, 16_777_217, 1e-300]), ElementType.Float32).Values<float>());
        Assert.Equal([16_777_216f], Coercion.To(Column.Of<long>("C", ElementType.Int64, [16_777_217]), ElementType.Float32).Values<float>());
        Assert.Equal([9_007_199_254_740_992.0], Coercion.To(Column.Of<long>("C", ElementType.Int64, [9_007_199_254_740_993]), ElementType.Float64).Values<double>());
        Assert.Equal([1.8446744073709552e19], Coercion.To(Column.Of<ulong>("C", ElementType.UInt64, [ulong.MaxValue]), ElementType.Float64).Values<double>());
    }

    [Fact]
    public void NaN_and_infinity_stay_what_they_are_among_floats()
    {
        var narrow = Coercion.To(Column.Of<double>("C", ElementType.Float64, [double.NaN, double.PositiveInfinity, double.NegativeInfinity]), ElementType.Float32);
        Assert.Equal([float.NaN, float.PositiveInfinity, float.NegativeInfinity], narrow.Values<float>());
        Assert.Equal([double.NaN, double.PositiveInfinity], Coercion.To(Column.Of<float>("C", ElementType.Float32, [float.NaN, float.PositiveInfinity]), ElementType.Float64).Values<double>());
    }

    [Theory]
    [InlineData(1e39)]
    [InlineData(-1e39)]
    [InlineData(3.5e38)]
    public void A_double_beyond_the_narrower_float_is_an_error(double value) =>
        AssertRefused(Column.Of<double>("C", ElementType.Float64, [0, value]), ElementType.Float32, "column C, row 1: ");

    [Fact]
    public void The_same_type_keeps_its_memory_untouched()
    {
        var column = Column.Of<float>("C", ElementType.Float32, [1, float.NaN]);

        Assert.True(column.Data.Equals(Coercion.To(column, ElementType.Float32).Data));
    }

    [Fact]
    public void Booleans_travel_as_bytes()
    {
        var bytes = Column.Of<byte>("C", ElementType.UInt8, [0, 1, 2]);

        Assert.Equal([0, 1, 2], Coercion.To(bytes, ElementType.Bool).Data.ToArray());
        Assert.Equal([0, 1, 2], Coercion.To(bytes with { Type = ElementType.Bool }, ElementType.UInt8).Data.ToArray());
        Assert.Equal([0, 1, 2], Coercion.To(bytes with { Type = ElementType.Bool }, ElementType.Int32).Values<int>());
    }

    [Theory]
    [InlineData(ElementType.Int32, ElementType.Bool, "can not cast to boolean or string")]
    [InlineData(ElementType.Byte, ElementType.Bool, "can not cast to boolean or string")]
    [InlineData(ElementType.Float64, ElementType.String16, "can not cast to boolean or string")]
    [InlineData(ElementType.String16, ElementType.Int32, "can not cast STRING16 to INT32")]
    public void Text_and_booleans_convert_to_nothing_else(ElementType source, ElementType target, string due) =>
        AssertRefused(new("C", source, new byte[source.SizeInBytes()]), target, due);

    [Fact]
    public void No_rows_convert_to_no_rows() => Assert.Equal(0, Coercion.To(new("C", ElementType.Float64, default), ElementType.Int32).RowCount);

    static void AssertRefused(Column column, ElementType target, string due)
    {
        var error = Assert.Throws<MarketStoreException>(() => Coercion.To(column, target));
        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
        Assert.Contains(due, error.Message, StringComparison.Ordinal);
    }

    static (Int128 Low, Int128 High) Ends(ElementType type) => type switch
    {
        ElementType.Byte => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        ElementType.Int32 => (int.MinValue, int.MaxValue),
        ElementType.UInt32 => (uint.MinValue, uint.MaxValue),
        ElementType.Int64 => (long.MinValue, long.MaxValue),
        _ => (ulong.MinValue, ulong.MaxValue),
    };

    static Column Of(string name, ElementType type, params int[] values) => type switch
    {
        ElementType.Float32 => Column.Of<float>(name, type, [.. values.Select(value => (float)value)]),
        ElementType.Float64 => Column.Of<double>(name, type, [.. values.Select(value => (double)value)]),
        _ => new(name, type, values.SelectMany(value => OfInteger(name, type, value).Data.ToArray()).ToArray()),
    };

    static Column OfInteger(string name, ElementType type, Int128 value)
    {
        var bytes = new byte[16];
        ((IBinaryInteger<Int128>)value).WriteLittleEndian(bytes);
        return new(name, type, bytes.AsMemory(0, type.SizeInBytes()));
    }

    static double[] Values(Column column)
    {
        var values = new List<double>();
        for (var row = 0; row < column.RowCount; row++)
            values.Add(double.Parse(Text(column, row), CultureInfo.InvariantCulture));
        return [.. values];
    }

    static string Text(Column column, int row = 0) => string.Create(CultureInfo.InvariantCulture, $"{column.Type switch
    {
        ElementType.Float32 => (object)column.Values<float>()[row],
        ElementType.Float64 => column.Values<double>()[row],
        ElementType.Byte => column.Values<sbyte>()[row],
        ElementType.UInt8 => column.Values<byte>()[row],
        ElementType.Int16 => column.Values<short>()[row],
        ElementType.UInt16 => column.Values<ushort>()[row],
        ElementType.Int32 => column.Values<int>()[row],
        ElementType.UInt32 => column.Values<uint>()[row],
        ElementType.Int64 => column.Values<long>()[row],
        _ => column.Values<ulong>()[row],
    }}");
}
