namespace MarketStore.Protocol.Messages;

/// <summary>One read as the client asks for it. Null and empty mean "not given".</summary>
public sealed record QueryRequest
{
    /// <summary>True: only <see cref="SqlStatement"/> counts.</summary>
    public bool IsSqlStatement { get; init; }

    public string SqlStatement { get; init; } = "";

    public string Destination { get; init; } = "";

    public string KeyCategory { get; init; } = "";

    /// <summary>Inclusive, Unix seconds.</summary>
    public long? EpochStart { get; init; }

    /// <summary>Added to <see cref="EpochStart"/>; without it ignored.</summary>
    public long? EpochStartNanos { get; init; }

    /// <summary>Inclusive, Unix seconds.</summary>
    public long? EpochEnd { get; init; }

    /// <summary>Added to <see cref="EpochEnd"/>; without it ignored.</summary>
    public long? EpochEndNanos { get; init; }

    /// <summary>Rows for each symbol; 0 for all.</summary>
    public long LimitRecordCount { get; init; }

    public bool LimitFromStart { get; init; }

    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<string> Functions { get; init; } = [];
}
