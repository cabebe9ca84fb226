namespace MarketStore.Trials.Fuzz;

/// <summary>Gives one target bytes that nobody would send. A case is a clean target and some thousand inputs.</summary>
sealed class FuzzTrial(FuzzSubject subject) : Trial
{
    public override string Name => $"fuzz-{subject.Name}";

    public override string Purpose => $"Gives {subject.What} damaged bytes: each must end in a typed error or a right result, in bounded memory and time";

    // The long form goes by time: --minutes 10.
    public override long LongFormCases => 1_000_000;

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        using var run = new FuzzRun(subject, seed, tally);
        await run.RunAsync(cancellationToken);
    }
}
