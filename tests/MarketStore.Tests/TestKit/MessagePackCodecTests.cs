using MarketStore.TestKit.Golden;
using MarketStore.TestKit.MessagePack;
using Xunit;

namespace MarketStore.Tests.TestKit;

public sealed class MessagePackCodecTests
{
    public static TheoryData<string, object?> Vectors => new()
    {
        { "c0", null }, { "c3", true }, { "7f", 127L }, { "cc80", 128L }, { "cd0100", 256L }, { "ce00010000", 65536L }, { "cf0000000100000000", 1L << 32 },
        { "cfffffffffffffffff", ulong.MaxValue }, { "e0", -32L }, { "d0df", -33L }, { "d1ff7f", -129L }, { "d2ffff7fff", -32769L }, { "d3ffffffff7fffffff", -2147483649L },
        { "cb3ff8000000000000", 1.5 }, { "a161", "a" }, { "c40201ff", new byte[] { 1, 255 } }, { "9201c0", new List<object?> { 1L, null } },
        { "81a16b93c20102", new Dictionary<string, object?> { ["k"] = new List<object?> { false, 1L, 2L } } },
    };

    [Theory, MemberData(nameof(Vectors))]
    public void A_value_has_the_bytes_of_the_format(string bytes, object? value)
    {
        Assert.Equal(bytes, Convert.ToHexStringLower(MessagePackEncoder.Encode(value)));
        Assert.Equal(value, MessagePackDecoder.Decode(Convert.FromHexString(bytes)));
    }

    [Fact]
    public void Every_recorded_request_comes_back_unchanged()
    {
        foreach (var step in Scenario.Load("utc").SelectMany(scenario => scenario.Steps))
            Assert.Equal(step.Params, MessagePackDecoder.Decode(MessagePackEncoder.Encode(step.Params)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("c403ff")]
    [InlineData("9201")]
    [InlineData("0102")]
    [InlineData("c1")]
    [InlineData("8101c0")]
    public void What_is_no_single_value_is_refused(string bytes) => Assert.Throws<FormatException>(() => MessagePackDecoder.Decode(Convert.FromHexString(bytes)));
}
