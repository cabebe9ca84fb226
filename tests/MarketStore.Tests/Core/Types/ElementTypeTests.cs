using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Core.Types;

public class ElementTypeTests
{
    // Stored numbers: the table only grows.
    [Theory]
    [InlineData(0, ElementType.Float32, 4, "f4", "float32", "FLOAT32")]
    [InlineData(1, ElementType.Int32, 4, "i4", "int32", "INT32")]
    [InlineData(2, ElementType.Float64, 8, "f8", "float64", "FLOAT64")]
    [InlineData(3, ElementType.Int64, 8, "i8", "int64", "INT64")]
    [InlineData(5, ElementType.Byte, 1, "i1", "byte", "BYTE")]
    [InlineData(6, ElementType.Bool, 1, "u1", "bool", "BOOL")]
    [InlineData(9, ElementType.Int16, 2, "i2", "int16", "INT16")]
    [InlineData(10, ElementType.UInt8, 1, "u1", "uint8", "UINT8")]
    [InlineData(11, ElementType.UInt16, 2, "u2", "uint16", "UINT16")]
    [InlineData(12, ElementType.UInt32, 4, "u4", "uint32", "UINT32")]
    [InlineData(13, ElementType.UInt64, 8, "u8", "uint64", "UINT64")]
    [InlineData(14, ElementType.String16, 64, "U16", "string16", "STRING16")]
    public void A_storable_type_has_its_number_size_code_and_names(int number, ElementType type, int size, string code, string shapeName, string displayName)
    {
        Assert.Equal((ElementType)number, type);
        Assert.True(type.IsStorable());
        Assert.Equal((size, code, displayName), (type.SizeInBytes(), type.WireCode(), type.DisplayName()));
        Assert.True(ElementTypes.TryParseShapeName(shapeName.ToUpperInvariant(), out var parsed) && ElementTypes.TryParseShapeName(shapeName, out parsed));
        Assert.Equal(type, parsed);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(255)]
    public void Other_numbers_cannot_be_stored(int number)
    {
        var type = (ElementType)number;
        Assert.False(type.IsStorable());
        Assert.Equal(0, type.SizeInBytes());
        Assert.NotEmpty(type.DisplayName());
        Assert.Throws<ArgumentOutOfRangeException>(() => type.WireCode());
    }

    [Fact]
    public void A_wire_code_is_the_type_that_has_it_and_u1_is_a_number()
    {
        foreach (var type in Enum.GetValues<ElementType>().Where(type => type.IsStorable() && type != ElementType.Bool))
        {
            Assert.True(ElementTypes.TryParseWireCode(type.WireCode(), out var parsed));
            Assert.Equal(type, parsed);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<f4")]
    [InlineData("F4")]
    [InlineData("f2")]
    [InlineData("U8")]
    [InlineData("U32")]
    [InlineData("b1")]
    public void Other_codes_are_none(string code) => Assert.False(ElementTypes.TryParseWireCode(code, out _));

    [Theory]
    [InlineData("")]
    [InlineData("epoch")]
    [InlineData("none")]
    [InlineData("string")]
    [InlineData("float")]
    public void Other_shape_names_are_none(string name) => Assert.False(ElementTypes.TryParseShapeName(name, out _));

    [Fact]
    public void Record_types_have_the_numbers_of_the_format() => Assert.Equal((0, 1), ((int)RecordType.Fixed, (int)RecordType.Variable));
}
