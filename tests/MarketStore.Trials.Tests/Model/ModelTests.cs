using MarketStore.Trials.Model;
using Xunit;

namespace MarketStore.Trials.Tests.Model;

public class ModelTests
{
    const int Sequences = 1_000;

    [Fact]
    public async Task Sequences_of_writes_reads_restarts_and_kills_do_what_the_pages_say()
    {
        var trial = new ModelTrial();
        var plan = new TrialPlan(1, Sequences, Duration: TimeSpan.FromSeconds(40));
        var report = await TrialRunner.RunAsync(trial, plan, cancellationToken: TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(report.Summary(trial));
        Assert.True(report.Failures.Count == 0, string.Join("\n\n", report.Failures.Select(failure => $"seed {failure.Seed}: {failure.Text}")));
        // A slow machine does fewer in the time; what was done must hold all there is to do.
        Assert.True(report.Cases >= Sequences / 10, $"only {report.Cases} sequences ran");
        foreach (var (what, atLeast) in Expected)
            Assert.True(report.Tally[what] >= atLeast, $"{what}: {report.Tally[what]}");
    }

    [Fact]
    public async Task Sequences_in_which_rows_are_deleted_do_so_too()
    {
        var trial = new ModelTrial();
        var plan = new TrialPlan(SequenceGenerator.FirstSeedWithDeletions, Sequences / 4, Duration: TimeSpan.FromSeconds(15));
        var report = await TrialRunner.RunAsync(trial, plan, cancellationToken: TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(report.Summary(trial));
        Assert.True(report.Failures.Count == 0, string.Join("\n\n", report.Failures.Select(failure => $"seed {failure.Seed}: {failure.Text}")));
        Assert.InRange(report.Tally["steps: delete"], 50, long.MaxValue);
        Assert.InRange(report.Tally["deletes refused"], 5, report.Tally["steps: delete"] / 2);
    }

    [Fact]
    public async Task A_listener_is_told_of_every_change_once_and_of_what_it_was_not_done_with_again()
    {
        var trial = new ModelTrial();
        var plan = new TrialPlan(SequenceGenerator.FirstSeedWithListener, Sequences / 4, Duration: TimeSpan.FromSeconds(15));
        var report = await TrialRunner.RunAsync(trial, plan, cancellationToken: TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(report.Summary(trial));
        Assert.True(report.Failures.Count == 0, string.Join("\n\n", report.Failures.Select(failure => $"seed {failure.Seed}: {failure.Text}")));
        foreach (var what in (string[])["changes told", "changes told again after a stop", "changes told again after a kill"])
            Assert.True(report.Tally[what] >= 50, $"{what}: {report.Tally[what]}");
    }

    static readonly (string What, int AtLeast)[] Expected =
    [
        ("steps: write", 1_000), ("steps: create", 50), ("steps: destroy", 20), ("steps: list and info", 50), ("steps: scan", 500), ("steps: query", 500),
        ("steps: checkpoint", 50), ("steps: restart", 50), ("steps: kill", 50), ("steps: kill during a step", 50), ("steps: concurrent writers", 20),
        ("writes refused", 50), ("creates refused", 20), ("destroys refused", 1), ("scans refused", 20), ("queries refused", 100),
        ("kills within a call", 50), ("kills among concurrent writers", 20), ("steps undone by a kill", 1), ("reads beside writers", 500),
        ("queries over several buckets", 20), ("queries with a function", 20),
        ("queries for bars of Min", 5), ("queries for bars of H", 5), ("queries for bars of D", 5), ("queries for bars of W", 1), ("queries for bars of M", 1), ("queries for bars of Y", 1),
        ("zone UTC", 1), ("zone America/New_York", 1), ("zone Asia/Kolkata", 1), ("zone Europe/London", 1), ("zone America/St_Johns", 1), ("zone Pacific/Apia", 1), ("zone Australia/Lord_Howe", 1),
    ];
}
