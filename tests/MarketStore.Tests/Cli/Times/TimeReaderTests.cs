using MarketStore.Cli.Times;
using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Cli.Times;

public sealed class TimeReaderTests
{
    [Theory]
    [InlineData(nameof(TimeFormat.EpochSeconds), "1578303010", 1578303010, 0)]
    [InlineData(nameof(TimeFormat.EpochSeconds), "1578303010.5", 1578303010, 500_000_000)]
    [InlineData(nameof(TimeFormat.EpochSeconds), "-0.25", -1, 750_000_000)]
    [InlineData(nameof(TimeFormat.EpochSeconds), "1.57830301E+09", 1578303010, 0)]
    [InlineData(nameof(TimeFormat.EpochMilliseconds), "1578303010123", 1578303010, 123_000_000)]
    [InlineData(nameof(TimeFormat.EpochMicroseconds), "1578303010123456", 1578303010, 123_456_000)]
    [InlineData(nameof(TimeFormat.EpochNanoseconds), "1578303010123456789", 1578303010, 123_456_789)]
    [InlineData(nameof(TimeFormat.CompactDate), "20200106", 1578268800, 0)]
    [InlineData(nameof(TimeFormat.Iso), "2020-01-06", 1578268800, 0)]
    public void A_time_is_read_in_the_form_of_its_file(string format, string text, long seconds, int nanoseconds)
    {
        Assert.True(new TimeReader(Enum.Parse<TimeFormat>(format), MarketTimeZone.Utc).TryRead(text, out var time));
        Assert.Equal(new EpochTime(seconds, nanoseconds), time);
    }

    [Theory]
    [InlineData(nameof(TimeFormat.EpochSeconds), "2020-01-06")]
    [InlineData(nameof(TimeFormat.EpochSeconds), "NaN")]
    [InlineData(nameof(TimeFormat.EpochSeconds), "1578303010123")]
    [InlineData(nameof(TimeFormat.CompactDate), "2020-01-06")]
    [InlineData(nameof(TimeFormat.CompactDate), "1578303010")]
    [InlineData(nameof(TimeFormat.Iso), "1578303010")]
    public void A_time_in_another_form_is_refused(string format, string text) => Assert.False(new TimeReader(Enum.Parse<TimeFormat>(format), MarketTimeZone.Utc).TryRead(text, out _));
}
