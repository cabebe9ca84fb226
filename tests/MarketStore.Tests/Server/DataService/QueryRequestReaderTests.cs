using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Protocol.Messages;
using MarketStore.Server.DataService;
using Xunit;

namespace MarketStore.Tests.Server.DataService;

public class QueryRequestReaderTests
{
    static QueryRequest Bars => new() { Destination = "A/1Min/P" };

    [Fact]
    public void Without_bounds_the_range_starts_in_1970_and_never_ends() =>
        Assert.Equal(new TimeRange(new(0, 0), EpochTime.MaxValue), QueryRequestReader.Read(Bars with { EpochStartNanos = 5, EpochEndNanos = 5 }).Range);

    [Fact]
    public void Nanoseconds_are_added_to_the_bounds()
    {
        var range = QueryRequestReader.Read(Bars with { EpochStart = -1, EpochStartNanos = 1, EpochEnd = long.MaxValue, EpochEndNanos = 2_000_000_000 }).Range;

        Assert.Equal(new TimeRange(new(-1, 1), EpochTime.MaxValue), range);
    }

    [Theory]
    [InlineData("A/1Min/P")]
    [InlineData("A/1Min/P/")]
    [InlineData("*/1Min/P")]
    [InlineData("A,,B/1Min/P,Q:Symbol/Timeframe/AttributeGroup")]
    public void A_destination_has_three_parts(string destination) => Assert.Equal(destination, QueryRequestReader.Read(new() { Destination = destination }).Destination);

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("A/1Min")]
    [InlineData("A//P")]
    [InlineData("A/1Min/P/Q")]
    [InlineData("A/1Min/P//")]
    [InlineData(":Symbol/Timeframe/AttributeGroup")]
    public void Any_other_destination_is_refused(string destination) => Assert.StartsWith(
        "destinations must have a Symbol, Timeframe and AttributeGroup, have: ",
        Assert.Throws<MarketStoreException>(() => QueryRequestReader.Read(new() { Destination = destination })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_negative_limit_is_refused() => Assert.Throws<MarketStoreException>(() => QueryRequestReader.Read(Bars with { LimitRecordCount = -1 }));
}
