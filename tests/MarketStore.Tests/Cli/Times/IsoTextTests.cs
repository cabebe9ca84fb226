using MarketStore.Cli.Times;
using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Cli.Times;

public sealed class IsoTextTests
{
    static readonly MarketTimeZone NewYork = MarketTimeZone.TryGet("America/New_York", out var zone) ? zone : throw new InvalidOperationException();

    [Theory]
    [InlineData("2020-01-06", 1578268800, 0)]
    [InlineData("2020/01/06", 1578268800, 0)]
    [InlineData("20200106", 1578268800, 0)]
    [InlineData("2020-01-06T09:30", 1578303000, 0)]
    [InlineData("2020-01-06 09:30:10", 1578303010, 0)]
    [InlineData("2020-01-06 9:30:10", 1578303010, 0)]
    [InlineData("20200106 093010", 1578303010, 0)]
    [InlineData("2020-01-06t09:30:10.25", 1578303010, 250_000_000)]
    [InlineData("2020-01-06T09:30:10,000000001", 1578303010, 1)]
    [InlineData("2020-01-06T09:30:10.1234567899999", 1578303010, 123_456_789)]
    [InlineData("2020-01-06T09:30:10Z", 1578303010, 0)]
    [InlineData("2020-01-06T09:30:10+01:30", 1578297610, 0)]
    [InlineData("2020-01-06 09:30:10-0500", 1578321010, 0)]
    [InlineData("2020-01-06 09:30:10 -05", 1578321010, 0)]
    [InlineData("2020-01-06 09:30:10 +0000 UTC", 1578303010, 0)]
    [InlineData(" 2020-01-06 UTC ", 1578268800, 0)]
    [InlineData("1969-12-31T23:59:59.5", -1, 500_000_000)]
    public void A_date_or_time_in_the_order_of_ISO_is_read(string text, long seconds, int nanoseconds)
    {
        Assert.True(IsoText.TryParse(text, out var time));
        Assert.Equal(new EpochTime(seconds, nanoseconds), time.ToEpoch(MarketTimeZone.Utc));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2020")]
    [InlineData("2020-1-6")]
    [InlineData("2020-13-01")]
    [InlineData("2019-02-29")]
    [InlineData("0000-01-01")]
    [InlineData("2020-01/06")]
    [InlineData("06/01/2020")]
    [InlineData("2020-01-06T")]
    [InlineData("2020-01-06T24:00")]
    [InlineData("2020-01-06T09:60")]
    [InlineData("2020-01-06T09:30:60")]
    [InlineData("2020-01-06T09:30:10.")]
    [InlineData("2020-01-06T930")]
    [InlineData("2020-01-06T09:30:10+24:00")]
    [InlineData("2020-01-06T09:30:10 EST")]
    [InlineData("2020-01-06T09:30:10Z and more")]
    public void Anything_else_is_no_time(string text) => Assert.False(IsoText.TryParse(text, out _));

    [Fact]
    public void A_zone_counts_where_the_text_has_no_offset()
    {
        Assert.True(IsoText.TryParse("2020-07-06T09:30", out var local));
        Assert.True(IsoText.TryParse("2020-07-06T09:30Z", out var exact));

        Assert.Equal(4 * 3600, local.ToEpoch(NewYork).Seconds - exact.ToEpoch(NewYork).Seconds);
    }

    [Theory]
    [InlineData("09:30", 34200)]
    [InlineData("9:30:01", 34201)]
    [InlineData("093001", 34201)]
    public void A_time_of_day_can_stand_alone(string text, int secondOfDay)
    {
        Assert.True(IsoText.TryParseClock(text, out var parsed, out _));
        Assert.Equal(secondOfDay, parsed);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var seconds in (long[])[0, 1, -1, 1_578_303_010, 1_604_210_400, 1_604_214_000, -5_000_000_000])
        {
            var text = TimeWriter.Iso(new(seconds, 123_000_000), NewYork);
            Assert.True(IsoText.TryParse(text, out var read), text);
            Assert.Equal(new EpochTime(seconds, 123_000_000), read.ToEpoch(MarketTimeZone.Utc));
        }
    }
}
