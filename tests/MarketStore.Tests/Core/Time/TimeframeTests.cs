using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Core.Time;

public class TimeframeTests
{
    const long Day = 86_400;

    [Theory]
    [InlineData("1Sec", 1)]
    [InlineData("1S", 1)]
    [InlineData("30Sec", 30)]
    [InlineData("5T", 300)]
    [InlineData("5Minute", 300)]
    [InlineData("+5Min", 300)]
    [InlineData("05Min", 300)]
    [InlineData("7Min", 420)]
    [InlineData("4H", 4 * 3_600)]
    [InlineData("24H", Day)]
    [InlineData("1D", Day)]
    [InlineData("1Day", Day)]
    [InlineData("1W", 7 * Day)]
    [InlineData("1Week", 7 * Day)]
    [InlineData("2Y", 730 * Day)]
    [InlineData("1HD", 3_600)]
    [InlineData("2147483647Sec", int.MaxValue)]
    public void The_first_unit_found_in_table_order_decides(string text, long seconds)
    {
        Assert.True(Timeframe.TryParse(text, out var timeframe));
        Assert.Equal((seconds, text), (timeframe.Seconds, timeframe.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("0Min")]
    [InlineData("-1H")]
    [InlineData("1.5H")]
    [InlineData("Min")]
    [InlineData("1ms")]
    [InlineData("1M")]
    [InlineData("1min")]
    [InlineData("1MinS")]
    [InlineData(" 1Min")]
    [InlineData("1 Min")]
    [InlineData("1,000Sec")]
    [InlineData("0x1Sec")]
    [InlineData("2147483648Sec")]
    [InlineData("99999Y")]
    public void Anything_else_is_no_timeframe(string text) => Assert.False(Timeframe.TryParse(text, out _));

    [Fact]
    public void A_count_followed_by_NUL_is_no_number() => Assert.False(Timeframe.TryParse("5\0Min", out _));

    [Theory]
    [InlineData("1D", true)]
    [InlineData("24H", true)]
    [InlineData("86400Sec", true)]
    [InlineData("23H", false)]
    [InlineData("2D", false)]
    public void Daily_is_what_lasts_24_hours(string text, bool isDaily) => Assert.Equal(isDaily, Timeframes.Get(text).IsDaily);

    [Fact]
    public void Two_texts_of_one_duration_are_two_timeframes() => Assert.NotEqual(Timeframes.Get("60Min"), Timeframes.Get("1H"));
}
