namespace MarketStore.Trials.FailingCalls;

/// <summary>How a run of the workload ends, before the store is opened again without faults.</summary>
enum RunEnding
{
    /// <summary>The process is killed when the workload is through.</summary>
    Kill,

    /// <summary>The process is killed a few calls after the first that failed, in the middle of whatever it does.</summary>
    KillSoonAfter,

    /// <summary>A clean stop.</summary>
    Stop,
}
