namespace MarketStore.Trials.FailingCalls;

/// <summary>
/// A case below <see cref="SweepCount"/> is a sweep: the n-th call to the disk fails, for every n until a run passes untouched. Those above are single runs with faults by chance.
/// </summary>
sealed class FailingCallsTrial : Trial
{
    /// <summary>Errors, their extents and workloads in every combination, twice: with other endings.</summary>
    public const int SweepCount = 2 * Errors * Extents * Workload.Kinds;

    const int Errors = 3;
    const int Extents = 3;

    /// <summary>No workload makes so many calls.</summary>
    const int MaxCalls = 20_000;

    public override string Name => "failing-calls";

    public override string Purpose => "Lets every call to the disk fail in turn, or several by chance; a case is a sweep over all calls of a workload, or a single run";

    public override long LongFormCases => SweepCount + 200_000;

    /// <summary>
    /// 2135, 3434: half a fixed row was seen. 1000: after one bucket's files refused, the other buckets' rows of the batch were dropped. 1896, 1983: a bucket that was in the
    /// backlog alone came back after it was destroyed. 1598: a removal that failed in a replay was made up for when the bucket had been made anew.
    /// </summary>
    public override IReadOnlyList<long> KeptSeeds => [2135, 3434, 1000, 1896, 1983, 1598];

    public override async Task RunCaseAsync(long seed, TrialTally tally, CancellationToken cancellationToken)
    {
        if (seed > SweepCount)
        {
            await RunAsync(ByChance(seed), tally);
            return;
        }

        for (var call = 1; call < MaxCalls; call++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await RunAsync(SweepPlan(seed, call), tally))
                continue;
            tally.Add("sweeps that ended untouched");
            tally.Peak("calls of a workload", call - 1);
            return;
        }

        throw new TrialFailedException($"seed {seed}: the workload makes more than {MaxCalls} calls");
    }

    static async Task<bool> RunAsync(RunPlan plan, TrialTally tally)
    {
        var run = new FailingRun(plan, tally);
        try
        {
            return await run.RunAsync();
        }
        catch (Exception error)
        {
            throw new TrialFailedException($"{plan}: {(error is TrialFailedException ? error.Message : error)}{run.Failures}");
        }
    }

    static RunPlan SweepPlan(long seed, int call)
    {
        var number = (int)(seed - 1);
        // What the combination leaves open goes by the call's number, so that all of it comes about in a sweep.
        var chance = new Random((number * 100_003) + call);
        var fault = (DiskFault)(number % Errors);
        var count = (number / Errors % Extents) switch
        {
            0 => 1,
            1 => 4,
            _ => FaultSchedule.UntilLifted,
        };
        return new(
            number / (Errors * Extents) % Workload.Kinds, WorkloadSeed: number, [(call, count, fault)], StepsUntilLifted: chance.Next(1, 5), (RunEnding)chance.Next(3), chance.Next(1, 60), chance.Next(2) == 0, chance.Next(2) == 0);
    }

    static RunPlan ByChance(long seed)
    {
        var chance = new Random((int)(seed * 7_919 % int.MaxValue));
        var faults = new (long First, long Count, DiskFault Fault)[chance.Next(1, 5)];
        for (var fault = 0; fault < faults.Length; fault++)
            faults[fault] = (chance.Next(1, 400), chance.Next(4) == 0 ? chance.Next(1, 60) : chance.Next(1, 3), (DiskFault)chance.Next(Errors));
        return new(
            chance.Next(Workload.Kinds), chance.Next(1_000_000), [.. faults.OrderBy(fault => fault.First)], chance.Next(1, 9), (RunEnding)chance.Next(3), chance.Next(1, 200), chance.Next(2) == 0, chance.Next(2) == 0);
    }
}
