using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Core.Time;

public class EpochTimeTests
{
    [Theory]
    [InlineData(10, 0, 10, 0)]
    [InlineData(10, 999_999_999, 10, 999_999_999)]
    [InlineData(10, 1_000_000_000, 11, 0)]
    [InlineData(10, -1, 9, 999_999_999)]
    [InlineData(10, -1_000_000_000, 9, 0)]
    [InlineData(-1, 2_500_000_000, 1, 500_000_000)]
    [InlineData(0, long.MaxValue, 9_223_372_036, 854_775_807)]
    [InlineData(0, long.MinValue, -9_223_372_037, 145_224_192)]
    public void Nanoseconds_of_any_size_carry_into_seconds(long seconds, long nanoseconds, long dueSeconds, int dueNanoseconds) =>
        Assert.Equal(new EpochTime(dueSeconds, dueNanoseconds), EpochTime.FromSecondsAndNanos(seconds, nanoseconds));

    [Fact]
    public void A_sum_beyond_the_ends_stays_at_the_end()
    {
        Assert.Equal(EpochTime.MaxValue, EpochTime.FromSecondsAndNanos(long.MaxValue, 1_000_000_000));
        Assert.Equal(EpochTime.MaxValue, EpochTime.FromSecondsAndNanos(long.MaxValue - 1, long.MaxValue));
        Assert.Equal(EpochTime.MinValue, EpochTime.FromSecondsAndNanos(long.MinValue, -1));
        Assert.Equal(new EpochTime(long.MaxValue, 5), EpochTime.FromSecondsAndNanos(long.MaxValue, 5));
    }

    [Fact]
    public void Order_is_by_seconds_and_then_by_nanoseconds()
    {
        EpochTime[] ascending = [EpochTime.MinValue, new(-1, 999_999_999), new(0, 0), new(0, 1), new(1, 0), EpochTime.MaxValue];
        for (var left = 0; left < ascending.Length; left++)
        {
            for (var right = 0; right < ascending.Length; right++)
            {
                Assert.Equal(left < right, ascending[left] < ascending[right]);
                Assert.Equal(left >= right, ascending[left] >= ascending[right]);
            }
        }
    }

    [Fact]
    public void A_range_whose_end_lies_before_its_start_is_empty()
    {
        Assert.True(new TimeRange(new(5, 1), new(5, 0)).IsEmpty);
        Assert.False(new TimeRange(new(5, 0), new(5, 0)).IsEmpty);
        Assert.False(TimeRange.All.IsEmpty);
    }
}
