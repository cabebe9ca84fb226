namespace MarketStore.Storage.Listing;

/// <summary>One record or message of a log, or what stands in the place of one.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Bytes">How much of the file it takes up.</param>
public sealed record LogEntry(LogEntryKind Kind, long Offset, long Bytes)
{
    /// <summary>Of an entry's parts so many are told; <see cref="PartCount"/> counts the others too.</summary>
    public const int MaxParts = 1_000;

    /// <summary>The sequence number of a record of our log.</summary>
    public ulong? Sequence { get; init; }

    /// <summary>The number of a transaction group of the Go server.</summary>
    public long? Group { get; init; }

    /// <summary>The buckets and years concerned, in the order in which they come.</summary>
    public IReadOnlyList<LogPart> Parts { get; init; } = [];

    public long PartCount { get; init; }

    /// <summary>Rows of all parts.</summary>
    public long RowCount { get; init; }

    /// <summary>What else it says, in words.</summary>
    public string? Text { get; init; }

    /// <summary>What is wrong with it, in words; null when it is sound.</summary>
    public string? Fault { get; init; }

    /// <summary>False for a sound record that a start does not get to: it lies behind damage.</summary>
    public bool IsReached { get; init; } = true;
}
