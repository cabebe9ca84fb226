namespace MarketStore.Sql.Tables;

internal enum TableColumnKind
{
    /// <summary>A column of the buckets.</summary>
    Stored,

    /// <summary>The symbol, the same for all rows of a bucket.</summary>
    Symbol,

    /// <summary>Epoch and Nanoseconds as one instant.</summary>
    Timestamp,
}
