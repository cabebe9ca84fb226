using MarketStore.Trials.DiskClones;
using Xunit;

namespace MarketStore.Trials.Tests.DiskClones;

public sealed class DiskCloneTrialTests
{
    const int Cuts = 3;

    [Fact]
    public async Task What_was_acknowledged_survives_power_cuts_of_a_real_file_system()
    {
        var tally = await RunAsync(seed: 1, Cuts);

        Assert.Equal(Cuts, tally["cuts with wal_sync commit"]);
        Assert.All(["acknowledged batches", "reads checked"], what => Assert.True(tally[what] > 0, what));
        Assert.All(["lost", "half", "phantom", "doubled", "disordered", "failed starts"], what => Assert.Equal(0, tally.Sums[what]));
    }

    /// <summary>So a row that had not been flushed in the other test would have been missed.</summary>
    [Fact]
    public async Task A_cut_takes_away_what_was_not_flushed()
    {
        var tally = await RunAsync(seed: 6, Cuts);

        Assert.True(tally["lost with wal_sync none"] > 0);
    }

    static async Task<TrialTally> RunAsync(long seed, int cuts)
    {
        var trial = new DiskCloneTrial(cuts);
        Assert.SkipWhen(trial.Obstacle is not null, trial.Obstacle ?? "");
        var report = await TrialRunner.RunAsync(trial, new TrialPlan(seed, 1), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(report.Failures.Count == 0, string.Join('\n', report.Failures));
        return report.Tally;
    }
}
