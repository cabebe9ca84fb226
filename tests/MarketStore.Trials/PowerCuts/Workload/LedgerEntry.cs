namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>An operation and what was said of it. Moments are counted in changes of the disk.</summary>
/// <param name="What">For messages.</param>
/// <param name="After">The store once it is carried out.</param>
/// <param name="Submitted">The disk can hold nothing of it before.</param>
sealed record LedgerEntry(string What, StoreVersion After, int Submitted)
{
    /// <summary>From here on its client knows how it went.</summary>
    public int Answered { get; set; } = int.MaxValue;

    /// <summary>Its client was told that nothing was written.</summary>
    public bool IsRefused { get; set; }

    /// <summary>The rows that it wrote, by bucket.</summary>
    public IReadOnlyList<(string Key, IReadOnlyList<ModelRow> Rows)> Writes { get; init; } = [];

    /// <summary>What a listener is to be told of it.</summary>
    public IReadOnlyList<LedgerChange> Changes { get; init; } = [];

    /// <summary>The path that it removed with all below, or null.</summary>
    public string? Removed { get; init; }
}
