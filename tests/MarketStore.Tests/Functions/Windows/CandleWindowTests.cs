using MarketStore.Functions.Windows;
using Xunit;

namespace MarketStore.Tests.Functions.Windows;

public class CandleWindowTests
{
    [Theory]
    [InlineData("1Sec", CandleUnit.Second, 1, 1)]
    [InlineData("5Min", CandleUnit.Minute, 5, 300)]
    [InlineData("4H", CandleUnit.Hour, 4, 14_400)]
    [InlineData("2D", CandleUnit.Day, 2, 172_800)]
    [InlineData("1W", CandleUnit.Week, 1, 604_800)]
    [InlineData("3M", CandleUnit.Month, 3, 3 * 31 * 86_400)]
    [InlineData("1Y", CandleUnit.Year, 1, 365 * 86_400)]
    [InlineData("x5Miny", CandleUnit.Minute, 5, 300)]
    [InlineData("05Min", CandleUnit.Minute, 5, 300)]
    [InlineData("1T5Min", CandleUnit.Minute, 5, 300)]
    [InlineData("1Min,5Min", CandleUnit.Minute, 1, 60)]
    [InlineData("1Day", CandleUnit.Day, 1, 86_400)]
    [InlineData("1D-index", CandleUnit.Day, 1, 86_400)]
    public void The_first_number_before_a_unit_counts(string text, CandleUnit unit, int count, long seconds)
    {
        Assert.True(CandleWindow.TryParse(text, out var window));

        Assert.Equal((unit, count, seconds), (window.Unit, window.Count, window.NominalSeconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1T")]
    [InlineData("1S")]
    [InlineData("5min")]
    [InlineData("Min")]
    [InlineData("9Foo")]
    [InlineData("0Min")]
    [InlineData("00D")]
    [InlineData("9999999999Sec")]
    [InlineData("293Y")]
    [InlineData("99999999999999999999999999999999Min")]
    [InlineData("٣Min")]
    public void A_text_without_a_usable_timeframe_is_refused(string text) => Assert.False(CandleWindow.TryParse(text, out _));
}
