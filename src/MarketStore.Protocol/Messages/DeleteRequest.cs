namespace MarketStore.Protocol.Messages;

/// <summary>Names the rows of a bucket that are to be removed: those of a range, both ends inclusive.</summary>
public sealed record DeleteRequest
{
    public string Key { get; init; } = "";

    /// <summary>Unix seconds; null for no bound.</summary>
    public long? EpochStart { get; init; }

    /// <summary>Added to the start; counts only beside its seconds.</summary>
    public long? EpochStartNanos { get; init; }

    /// <summary>Unix seconds; null for no bound.</summary>
    public long? EpochEnd { get; init; }

    /// <summary>Added to the end; counts only beside its seconds.</summary>
    public long? EpochEndNanos { get; init; }
}
