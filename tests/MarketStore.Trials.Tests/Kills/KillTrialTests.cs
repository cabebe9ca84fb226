using MarketStore.Trials.Kills;
using Xunit;

namespace MarketStore.Trials.Tests.Kills;

public sealed class KillTrialTests
{
    const int KillsPerDirectory = 5;
    const int Directories = 3;

    [Fact]
    public async Task What_was_acknowledged_survives_kills_and_no_batch_is_half_there_or_twice()
    {
        var report = await TrialRunner.RunAsync(new KillTrial(KillsPerDirectory), new TrialPlan(1, Directories), cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Failures.Count == 0, string.Join('\n', report.Failures));
        var tally = report.Tally;
        Assert.Equal(KillsPerDirectory * Directories, tally["kills"]);
        Assert.All(["kills under load", "kills while starting", "kills while stopping", "acknowledged batches", "reads checked"], what => Assert.True(tally[what] > 0, what));
        Assert.All(["lost", "half", "phantom", "doubled", "disordered", "failed starts"], what => Assert.Equal(0, tally.Sums[what]));
    }
}
