using MarketStore.Trials.Endurance;
using Xunit;

namespace MarketStore.Trials.Tests.Endurance;

public sealed class EnduranceTests
{
    [Fact]
    public async Task Under_load_a_server_keeps_its_size_and_every_row_that_it_acknowledged()
    {
        var scale = EnduranceScale.Short;
        using var tables = new StringWriter();
        var report = await TrialRunner.RunAsync(new EnduranceTrial(scale), new TrialPlan(1, 1), tables, TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper?.WriteLine($"{tables}{report.Tally}");

        Assert.Empty(report.Failures);
        Assert.Equal(scale.Symbols * 3, report.Tally["buckets"]);
        Assert.Equal(2, report.Tally["starts"]);
        // Of ten requests eight are appends. The first bars of all buckets, and more than one minute after them, were read twice.
        Assert.True(report.Tally["appends"] >= scale.BurstRequests * 8 / 10 - 8, $"{report.Tally}");
        Assert.True(report.Tally["queries"] >= scale.BurstRequests * 2 / 10 - 8, $"{report.Tally}");
        Assert.True(report.Tally["bars read back"] > 2 * scale.Symbols * 4, $"{report.Tally}");
        Assert.True(report.Tally["ticks read back"] > 0, $"{report.Tally}");
        Assert.True(report.Tally["samples"] >= 2, $"{report.Tally}");
    }

    [Fact]
    public void A_slope_is_that_of_the_nearest_line()
    {
        Assert.Equal(2.5, Trend.Slope([(0, 1), (1, 3), (2, 7), (3, 8)]), precision: 12);
        Assert.Equal(0, Trend.Slope([(5, 9)]));
    }

    [Fact]
    public void A_percentile_is_one_of_the_measured_times()
    {
        var times = Percentiles.Of(Enumerable.Range(1, 1_000).Select(milliseconds => new Response(0, milliseconds, IsAppend: true)));

        Assert.Equal((1_000, 500, 990, 1_000), (times.Count, times.Median, times.P99, times.Longest));
    }
}
