using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.Trials.Tests;

public class TrialRunnerTests
{
    [Fact]
    public async Task A_failing_case_is_reported_with_its_seed()
    {
        var report = await TrialRunner.RunAsync(new FailingTrial(failing: 7), new TrialPlan(1, 10), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([(7L, "seven")], report.Failures);
        Assert.Equal(10, report.Cases);
    }

    [Fact]
    public async Task Kept_seeds_come_first()
    {
        var trial = new FailingTrial(failing: -1, kept: [99]);
        await TrialRunner.RunAsync(trial, new TrialPlan(1, 2), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([99, 1, 2], trial.Ran);
    }

    [Fact]
    public async Task A_run_that_was_cut_short_goes_on_where_it_ended()
    {
        using var directory = new TemporaryDirectory();
        var state = directory.Combine("state.json");
        var trial = new FailingTrial(failing: -1);
        await TrialRunner.RunAsync(trial, new TrialPlan(1, 3, StatePath: state), cancellationToken: TestContext.Current.CancellationToken);
        var report = await TrialRunner.RunAsync(trial, new TrialPlan(1, 5, StatePath: state), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3, 4, 5], trial.Ran);
        Assert.Equal(5, report.Cases);
        Assert.Equal(5, report.Tally["cases run"]);
    }

    [Fact]
    public void Slices_cover_every_case_once()
    {
        var seeds = Enumerable.Range(1, 7).Select(slice => TrialPlan.Slice(10, 100, slice, 7)).SelectMany(plan => Enumerable.Range((int)plan.FirstSeed, (int)plan.Cases));

        Assert.Equal(Enumerable.Range(10, 100), seeds);
    }

    sealed class FailingTrial(long failing, params IReadOnlyList<long> kept) : Trial
    {
        public List<long> Ran { get; } = [];

        public override string Name => "failing";

        public override string Purpose => "Fails for one seed";

        public override long LongFormCases => 10;

        public override int Parallelism => 1;

        public override IReadOnlyList<long> KeptSeeds => kept;

        public override Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
        {
            Ran.Add(seed);
            tally.Add("cases run");
            return seed == failing ? throw new TrialFailedException("seven") : Task.CompletedTask;
        }
    }
}
