namespace MarketStore.Sql.Rewriting;

/// <summary>What is known of an expression's values.</summary>
internal enum ValueKind
{
    /// <summary>Anything.</summary>
    Other,

    /// <summary>Whole seconds since 1970, out of an Epoch column.</summary>
    Epoch,

    /// <summary>A time of the SQL engine: a timestamp or a date.</summary>
    Time,

    /// <summary>A length of time.</summary>
    Interval,
}
