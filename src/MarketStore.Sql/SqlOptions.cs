namespace MarketStore.Sql;

/// <summary>What statements may use.</summary>
public sealed record SqlOptions
{
    /// <summary>Statements at work at a time; others wait for their turn.</summary>
    public int MaxStatements { get; init; } = 4;

    /// <summary>Threads of one statement.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes that the SQL engine may take for one statement, its result not counted.</summary>
    public long MemoryBytes { get; init; } = Math.Max(64L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8);

    /// <summary>Bytes of the rows of one result.</summary>
    public long MaxResultBytes { get; init; } = Math.Max(64L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4);

    /// <summary>How long one statement may take, its wait for a turn not counted.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
