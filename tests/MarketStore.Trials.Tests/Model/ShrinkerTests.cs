using MarketStore.Storage;
using MarketStore.Trials.Model;
using MarketStore.Trials.Model.Steps;
using Xunit;

namespace MarketStore.Trials.Tests.Model;

public class ShrinkerTests
{
    [Fact]
    public async Task Steps_that_a_failure_does_not_need_are_left_out()
    {
        Step[] steps = [new CheckpointStep(), new FailingStep(), new LookStep(), new FailingStep { IsArmed = true }, new RestartStep()];
        var sequence = new Sequence(Settings, steps);
        var failure = await sequence.RunAsync(new(), TestContext.Current.CancellationToken);

        Assert.Equal((3, "armed"), failure);
        var (shrunk, text) = await Shrinker.ShrinkAsync(sequence, failure!.Value.Step, failure.Value.Text, TestContext.Current.CancellationToken);
        Assert.Equal([steps[3]], shrunk.Steps);
        Assert.Equal("armed", text);
    }

    static SequenceSettings Settings => new()
    {
        ZoneName = "UTC",
        Compresses = true,
        WalSync = WalSync.None,
        WalBypass = false,
        HotRowBytes = 1 << 20,
        CheckpointLogBytes = 1 << 20,
        MaxOpenFiles = 4,
    };

    sealed class FailingStep : Step
    {
        public bool IsArmed { get; init; }

        public override string Kind => "failing";

        public override Task RunAsync(SequenceRun run) => IsArmed ? throw new TrialFailedException("armed") : Task.CompletedTask;
    }
}
