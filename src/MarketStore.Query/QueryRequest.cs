using MarketStore.Core.Time;

namespace MarketStore.Query;

/// <summary>One read, as every wire asks for it.</summary>
public sealed record QueryRequest
{
    /// <summary><c>symbols/timeframe/attribute group</c>; symbols separated by commas, or exactly <c>*</c>. A category list may follow a colon.</summary>
    public string Destination { get; init; } = "";

    /// <summary>The meaning of the destination's parts; empty for the default order.</summary>
    public string KeyCategory { get; init; } = "";

    /// <summary>Both ends inclusive. Without a start, 1970 is the start.</summary>
    public TimeRange Range { get; init; } = new(new EpochTime(0, 0), EpochTime.MaxValue);

    /// <summary>Rows for each symbol; 0 for no limit.</summary>
    public long LimitRecordCount { get; init; }

    /// <summary>True for the first rows of the range, false for the last.</summary>
    public bool LimitFromStart { get; init; }

    /// <summary>Columns to return besides Epoch and Nanoseconds; empty for all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>A pipeline of function calls, applied to each symbol.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];
}
