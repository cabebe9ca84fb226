namespace MarketStore.Trials.FailingCalls;

/// <summary>One run of a workload over a disk that fails.</summary>
/// <param name="WorkloadKind">Which workload.</param>
/// <param name="WorkloadSeed">What decides its chances.</param>
/// <param name="Faults">The first call that fails, how many more do, and how.</param>
/// <param name="StepsUntilLifted">Steps after the first failed call, after which nothing fails any more.</param>
/// <param name="Ending">How it ends.</param>
/// <param name="CallsUntilKill">For a kill soon after: calls from the first failure on.</param>
/// <param name="LosesFailedFlushes">Whether what a failed flush should have brought to the disk is gone when the store is opened again.</param>
/// <param name="LosesAtRestart">Whether it is gone already at a restart on the way.</param>
sealed record RunPlan(
    int WorkloadKind,
    int WorkloadSeed,
    IReadOnlyList<(long First, long Count, DiskFault Fault)> Faults,
    int StepsUntilLifted,
    RunEnding Ending,
    int CallsUntilKill,
    bool LosesFailedFlushes,
    bool LosesAtRestart)
{
    public override string ToString() =>
        $"workload {WorkloadKind}/{WorkloadSeed}, {string.Join(" and ", Faults.Select(fault => $"{fault.Fault} from call {fault.First}{(fault.Count == 1 ? "" : fault.Count == FaultSchedule.UntilLifted ? " until lifted" : $" for {fault.Count}")}"))}, ends by {Ending}{(Ending == RunEnding.KillSoonAfter ? $" ({CallsUntilKill} calls)" : "")}{(LosesFailedFlushes ? ", what failed flushes lost is gone" : "")}{(LosesFailedFlushes && LosesAtRestart ? " at every start" : "")}";
}
