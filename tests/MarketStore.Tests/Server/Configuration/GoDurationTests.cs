using MarketStore.Server.Configuration;
using Xunit;

namespace MarketStore.Tests.Server.Configuration;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("250ms", 250)]
    [InlineData("2000us", 2)]
    [InlineData("3000000ns", 3)]
    [InlineData("-1s", -1000)]
    [InlineData("+1s", 1000)]
    [InlineData("0", 0)]
    [InlineData(".5s", 500)]
    public void A_duration_is_read(string text, long milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("10")]
    [InlineData("s")]
    [InlineData("1d")]
    [InlineData("1 s")]
    [InlineData("1..5s")]
    [InlineData("1,000s")]
    [InlineData("99999999999999999999h")]
    [InlineData("9999999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.False(GoDuration.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1_500, "1.5s")]
    [InlineData(219_904, "3m39.904s")]
    [InlineData(3_600_000, "1h0m0s")]
    [InlineData(90_061_000, "25h1m1s")]
    public void A_duration_is_written_as_the_Go_server_did(long milliseconds, string text) => Assert.Equal(text, GoDuration.Format(TimeSpan.FromMilliseconds(milliseconds)));
}
