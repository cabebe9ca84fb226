namespace MarketStore.Trials.PowerCuts;

/// <summary>The power is cut at any moment of a workload, on a disk that keeps what was flushed and any part of the rest; nothing acknowledged may be missing, and nothing else be there.</summary>
/// <param name="minChanges">Null for cuts at random moments; or every moment of a workload of at least so many changes.</param>
sealed class PowerCutTrial(int? minChanges = null) : Trial
{
    const long LongFormCuts = 1_000_000;

    public override string Name => "power-cuts";

    public override string Purpose => $"Cuts the power of a simulated disk; a case is a workload and {PowerCutCase.Cuts} cuts of it";

    public override long LongFormCases => LongFormCuts / PowerCutCase.Cuts;

    /// <summary>A case is a thread of its own and the engine's, which take turns: one waits for the other half of the time.</summary>
    public override int Parallelism => Environment.ProcessorCount * 2;

    /// <summary>538 and 1282: the root's category, written for a bucket that a replay left out, was never flushed. 1684: blocks of a file that a replay had made anew were taken for lost, and their rows restored again. 20259: a removal from a directory that was removed itself before the checkpoint came to flush it. 8159: the same, and another directory had been made in its place. 1000034: a deletion whose zeros a failed flush had lost was taken for done by the replay, since memory showed them.</summary>
    public override IReadOnlyList<long> KeptSeeds => minChanges is null ? [538, 1282, 1684, 20259, 8159, 1_000_034] : [];

    public override Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        // A thread of its own: it waits for the engine's threads, and those need the pool's.
        return Task.Factory.StartNew(() => Run(seed, tally), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    void Run(long seed, TrialTally tally)
    {
        foreach (var kind in (string[])["lost", "half", "phantom", "doubled"])
            tally.Add(kind, 0);
        var run = new PowerCutCase(seed, tally);
        if (minChanges is { } changes)
            run.RunEvery(changes);
        else
            run.RunSample();
    }
}
