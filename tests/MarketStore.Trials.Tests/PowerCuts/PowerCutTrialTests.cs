using MarketStore.Trials.PowerCuts;
using Xunit;

namespace MarketStore.Trials.Tests.PowerCuts;

public class PowerCutTrialTests
{
    const int MinChanges = 300;
    const int SampledCases = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(PowerCutCase.FirstSeedWithDeletions)]
    [InlineData(PowerCutCase.FirstSeedWithListener)]
    public async Task Cut_after_any_change_of_the_disk_the_store_holds_what_it_acknowledged_and_nothing_else(long seed)
    {
        var report = await RunAsync(new PowerCutTrial(MinChanges), cases: 1, seed);

        Assert.True(report.Tally["changes, each of them cut"] >= MinChanges, $"{report.Tally}");
        // Six kinds of survival each, before the first change too.
        Assert.True(report.Tally["cuts"] >= 6 * (MinChanges + 1), $"{report.Tally}");
        Assert.True(report.Tally["second cuts"] > 50, $"{report.Tally}");
    }

    [Fact]
    public async Task Cut_at_random_moments_any_kind_of_store_keeps_its_promise()
    {
        var report = await RunAsync(new PowerCutTrial(), SampledCases);

        Assert.Equal(report.Cases * PowerCutCase.Cuts, report.Tally["cuts"]);
        Assert.Equal(SampledCases + new PowerCutTrial().KeptSeeds.Count, report.Cases);
        foreach (var kind in (string[])["second cuts", "third cuts", "checkpoints", "removals", "creations", "clean stops", "kills", "failed flushes", "refused batches", "records of blocks", "records of carried rows", "acknowledged operations checked"])
            Assert.True(report.Tally[kind] > 0, $"no {kind}: {report.Tally}");
    }

    [Fact]
    public async Task What_was_deleted_does_not_come_back()
    {
        var report = await RunAsync(new PowerCutTrial(), SampledCases, PowerCutCase.FirstSeedWithDeletions);

        Assert.InRange(report.Tally["deletions"], 50, long.MaxValue);
    }

    [Fact]
    public async Task What_a_listener_was_not_done_with_is_told_again()
    {
        var report = await RunAsync(new PowerCutTrial(), SampledCases, PowerCutCase.FirstSeedWithListener);

        foreach (var what in (string[])["changes told", "changes told again after a cut", "changes told again after a stop or a kill"])
            Assert.True(report.Tally[what] > 50, $"{what}: {report.Tally}");
    }

    [Fact]
    public void The_long_form_is_a_million_cuts() => Assert.Equal(1_000_000, new PowerCutTrial().LongFormCases * PowerCutCase.Cuts);

    static async Task<TrialReport> RunAsync(PowerCutTrial trial, int cases, long firstSeed = 1)
    {
        var report = await TrialRunner.RunAsync(trial, new TrialPlan(firstSeed, cases), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(report.Failures);
        Assert.Equal(report.Tally["cuts"], report.Tally["reopened"]);
        Assert.All((string[])["lost", "half", "phantom", "doubled"], kind => Assert.Equal(0, report.Tally[kind]));
        return report;
    }
}
