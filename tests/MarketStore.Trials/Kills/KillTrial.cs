namespace MarketStore.Trials.Kills;

/// <summary>Kills server processes at random moments and compares what is there afterwards with what was acknowledged: docs/testing.md.</summary>
sealed class KillTrial(int killsPerDirectory = 10) : Trial
{
    public override string Name => "kills";

    public override string Purpose => $"Kills a server under load, while it starts and while it stops; a case is a data directory with {killsPerDirectory} kills";

    public override long LongFormCases => 500;

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        using var scene = new KillCase(seed, tally);
        await scene.RunAsync(killsPerDirectory, cancellationToken);
    }
}
