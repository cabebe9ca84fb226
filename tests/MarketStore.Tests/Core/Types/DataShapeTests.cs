using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Core.Types;

public class DataShapeTests
{
    [Theory]
    [InlineData("Open,High/float32:Volume/int64", "[{Open FLOAT32} {High FLOAT32} {Volume INT64}]")]
    [InlineData("Epoch/int64:Bid/FLOAT32", "[{Epoch INT64} {Bid FLOAT32}]")]
    [InlineData("A/f4:B/u1:C/U16", "[{A FLOAT32} {B UINT8} {C STRING16}]")]
    [InlineData("A/bool:B/byte", "[{A BOOL} {B BYTE}]")]
    [InlineData("A/B/int32", "[{A/B INT32}]")]
    [InlineData(":A/int32::B/int32:", "[{A INT32} {B INT32}]")]
    public void A_shape_string_lists_names_and_their_type(string text, string due)
    {
        Assert.True(DataShapes.TryParse(text, out var shapes, out _));
        Assert.Equal(due, DataShapes.Describe(shapes));
    }

    [Theory]
    [InlineData("", "no data shapes given")]
    [InlineData(":::", "no data shapes given")]
    [InlineData("Open", "not of the form")]
    [InlineData("/float32", "not of the form")]
    [InlineData("Open/", "unexpected data type:")]
    [InlineData("Open/decimal", "unexpected data type:decimal")]
    [InlineData("Open/string", "unexpected data type:string")]
    [InlineData("Open/float32:Close", "not of the form")]
    public void A_malformed_shape_string_is_refused_with_its_reason(string text, string due)
    {
        Assert.False(DataShapes.TryParse(text, out _, out var reason));
        Assert.Contains(due, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bytes_of_a_row_are_the_sum_of_its_fields_without_padding() =>
        Assert.Equal(1 + 64 + 4 + 2, DataShapes.RowBytes([new("P", ElementType.Byte), new("S", ElementType.String16), new("F", ElementType.Float32), new("I", ElementType.Int16)]));

    [Fact]
    public void Names_are_compared_byte_for_byte() => Assert.NotEqual(new DataShape("open", ElementType.Float32), new DataShape("Open", ElementType.Float32));
}
