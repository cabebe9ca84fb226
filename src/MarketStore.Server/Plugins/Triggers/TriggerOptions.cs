namespace MarketStore.Server.Plugins.Triggers;

/// <summary>Bounds of triggers.</summary>
internal sealed record TriggerOptions
{
    /// <summary>Bytes of rows that wait for one trigger; beyond, what changed is kept by ranges of time alone.</summary>
    public long MaxQueueBytes { get; init; } = 64 << 20;

    /// <summary>A call that takes longer is shown as one that hangs.</summary>
    public TimeSpan HangTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A plug-in of either kind that is not made by then is left out.</summary>
    public TimeSpan LoadDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a stop waits for triggers to do what they were told of. The rest is kept for the next start.</summary>
    public TimeSpan StopDeadline { get; init; } = TimeSpan.FromSeconds(10);
}
