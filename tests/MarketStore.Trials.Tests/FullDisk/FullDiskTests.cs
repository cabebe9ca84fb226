using MarketStore.Trials.FullDisk;
using Xunit;

namespace MarketStore.Trials.Tests.FullDisk;

public class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_refuses_writes_answers_queries_and_takes_writes_again_when_there_is_room()
    {
        var trial = new FullDiskTrial();
        Assert.SkipWhen(trial.Obstacle is not null, trial.Obstacle ?? "");

        var report = await TrialRunner.RunAsync(trial, new TrialPlan(1, 1), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Failures.Count == 0, string.Join('\n', report.Failures));
        Assert.True(report.Tally["batches refused"] >= 4 && report.Tally["batches acknowledged"] > 100 && report.Tally["kills"] == 1, report.Tally.ToString());
    }
}
