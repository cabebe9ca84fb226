using MarketStore.Cli.Times;
using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Cli.Times;

public sealed class TimeBoundTests
{
    static readonly MarketTimeZone NewYork = MarketTimeZone.TryGet("America/New_York", out var zone) ? zone : throw new InvalidOperationException();

    [Fact]
    public void A_date_alone_ends_with_its_last_instant_on_the_servers_clocks()
    {
        // The day on which clocks go forward has 23 hours.
        var bound = Parse("2020-03-08");

        Assert.True(bound.NeedsZone);
        Assert.Equal(new EpochTime(1583643600, 0), bound.ToStart(NewYork));
        Assert.Equal(new EpochTime(1583643600 + (23 * 3600) - 1, 999_999_999), bound.ToEnd(NewYork));
    }

    [Theory]
    [InlineData("2020-01-06T09:30Z", 1578303000)]
    [InlineData("1578303000", 1578303000)]
    [InlineData("-1", -1)]
    public void An_instant_needs_no_zone_and_ends_where_it_starts(string text, long seconds)
    {
        var bound = Parse(text);

        Assert.False(bound.NeedsZone);
        Assert.Equal((new(seconds, 0), new EpochTime(seconds, 0)), (bound.ToStart(NewYork), bound.ToEnd(NewYork)));
    }

    [Fact]
    public void Eight_digits_of_a_date_are_the_date() => Assert.Equal(Parse("2020-01-06").ToStart(NewYork), Parse("20200106").ToStart(NewYork));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_no_bound(string text) => Assert.False(TimeBound.TryParse(text, out _));

    static TimeBound Parse(string text) => TimeBound.TryParse(text, out var bound) ? bound! : throw new ArgumentException(text);
}
