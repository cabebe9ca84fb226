using MarketStore.Sql.Worker.Link;

namespace MarketStore.Sql;

/// <summary>Bounds on what one statement can ask for.</summary>
internal static class SqlLimits
{
    /// <summary>Characters of one statement.</summary>
    public const int MaxStatementLength = 4 << 20;

    /// <summary>Words, numbers and symbols of one statement.</summary>
    public const int MaxTokens = 1_000_000;

    /// <summary>Buckets and globs that one statement can name.</summary>
    public const int MaxTables = TableShape.MaxTables;
}
