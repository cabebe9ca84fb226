using MarketStore.Trials.FailingCalls;
using Xunit;

namespace MarketStore.Trials.Tests.FailingCalls;

public class FailingCallsTests
{
    // A write half done and an error that goes once; one that lasts for four calls, and a full disk until there is room.
    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task Whichever_call_fails_what_was_acknowledged_is_there_and_what_was_refused_is_not(long sweep)
    {
        var report = await TrialRunner.RunAsync(new FailingCallsTrial(), new TrialPlan(sweep, 1), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Failures.Count == 0, string.Join('\n', report.Failures));
        Assert.Equal(1, report.Tally["sweeps that ended untouched"]);
        Assert.True(report.Tally.Peaks["calls of a workload"] > 300, report.Tally.ToString());
        Assert.True(report.Tally["calls failed"] >= report.Tally.Peaks["calls of a workload"], report.Tally.ToString());
        Assert.True(report.Tally["kills"] > 100 && report.Tally["clean stops"] > 100, report.Tally.ToString());
        Assert.True(report.Tally["pages and names lost"] > 0, report.Tally.ToString());
        Assert.True(report.Tally["refused"] > 0 && report.Tally["refused by files, in the log"] > 0, report.Tally.ToString());
    }

    [Fact]
    public async Task Several_calls_that_fail_by_chance_lose_nothing_either()
    {
        var report = await TrialRunner.RunAsync(new FailingCallsTrial(), new TrialPlan(1_000, 500), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Failures.Count == 0, string.Join('\n', report.Failures));
        Assert.True(report.Tally["calls failed"] > report.Cases, report.Tally.ToString());
    }
}
