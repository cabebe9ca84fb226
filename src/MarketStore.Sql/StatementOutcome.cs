namespace MarketStore.Sql;

/// <summary>How a statement ended.</summary>
public enum StatementOutcome
{
    /// <summary>With a result.</summary>
    Ok,

    /// <summary>It made no sense, or could not be carried out.</summary>
    Error,

    /// <summary>It would have taken more time or memory than it may.</summary>
    Limit,

    /// <summary>Its client left.</summary>
    Cancelled,
}
