namespace MarketStore.Trials.FailingCalls;

/// <summary>One step of a workload.</summary>
abstract record WorkStep
{
    /// <summary>Operations of clients that come together; none depends on another.</summary>
    public sealed record Operations(params IReadOnlyList<StoreOperation> Together) : WorkStep;

    /// <summary>A checkpoint, which also begins a new segment of the log.</summary>
    public sealed record Checkpoint : WorkStep;

    /// <summary>Everything is read.</summary>
    public sealed record Scan : WorkStep;

    /// <summary>A clean stop and a start.</summary>
    public sealed record Restart : WorkStep;
}
