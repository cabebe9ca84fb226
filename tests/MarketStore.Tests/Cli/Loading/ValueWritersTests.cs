using MarketStore.Cli.Loading;
using MarketStore.Cli.Results;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Cli.Loading;

public sealed class ValueWritersTests
{
    [Theory]
    [InlineData(ElementType.Float32, "1.1", "1.1")]
    [InlineData(ElementType.Float32, "16777217", "16777216")]
    [InlineData(ElementType.Float64, " 0.1 ", "0.1")]
    [InlineData(ElementType.Float64, "-1.5e-3", "-0.0015")]
    [InlineData(ElementType.Float64, "nan", "NaN")]
    [InlineData(ElementType.Float64, "-Infinity", "-Infinity")]
    [InlineData(ElementType.Int64, "9223372036854775807", "9223372036854775807")]
    [InlineData(ElementType.Int64, "-1", "-1")]
    [InlineData(ElementType.Int64, "931800000.0", "931800000")]
    [InlineData(ElementType.Int32, "1E+06", "1000000")]
    [InlineData(ElementType.Int16, "-32768", "-32768")]
    [InlineData(ElementType.Byte, "-128", "-128")]
    [InlineData(ElementType.UInt8, "255", "255")]
    [InlineData(ElementType.UInt16, "65535", "65535")]
    [InlineData(ElementType.UInt32, "4294967295", "4294967295")]
    [InlineData(ElementType.UInt64, "18446744073709551615", "18446744073709551615")]
    [InlineData(ElementType.Bool, "True", "1")]
    [InlineData(ElementType.Bool, "0", "0")]
    [InlineData(ElementType.String16, "sechzehn Zeichen", "sechzehn Zeichen")]
    [InlineData(ElementType.String16, "\U0001F600\U0001F600", "\U0001F600\U0001F600")]
    public void A_text_of_the_type_is_stored_and_shown_as_short_as_it_can_be_read_back(ElementType type, string text, string shown)
    {
        var buffer = new ValueBuffer(new("x", type), capacity: 2);
        Assert.True(buffer.TrySet(1, text));
        Assert.Equal(shown, CellText.Of(buffer.ToColumn(2), 1));
    }

    [Theory]
    [InlineData(ElementType.Float64, "")]
    [InlineData(ElementType.Float64, "abc")]
    [InlineData(ElementType.Float64, "1,000")]
    [InlineData(ElementType.Float64, "1e999")]
    [InlineData(ElementType.Float32, "1e39")]
    [InlineData(ElementType.Int64, "1.5")]
    [InlineData(ElementType.Int64, "9223372036854775808")]
    [InlineData(ElementType.Int64, "NaN")]
    [InlineData(ElementType.Byte, "128")]
    [InlineData(ElementType.UInt8, "-1")]
    [InlineData(ElementType.UInt64, "18446744073709551616")]
    [InlineData(ElementType.Bool, "yes")]
    [InlineData(ElementType.String16, "siebzehn Zeichen!")]
    public void A_text_that_does_not_fit_is_refused(ElementType type, string text) => Assert.False(new ValueBuffer(new("x", type), 1).TrySet(0, text));

    [Fact]
    public void A_shorter_text_leaves_nothing_of_a_longer_one()
    {
        var buffer = new ValueBuffer(new("x", ElementType.String16), 1);
        buffer.TrySet(0, "NASDAQ");
        buffer.TrySet(0, "AB");
        Assert.Equal("AB", CellText.Of(buffer.ToColumn(1), 0));
    }

    [Fact]
    public void Every_type_that_can_be_stored_can_be_loaded() =>
        Assert.All(Enum.GetValues<ElementType>().Where(type => type.IsStorable()), type => Assert.NotEmpty(ValueWriters.Expectation(type) + ValueWriters.For(type)));
}
