namespace MarketStore.Sql.Tables;

/// <summary>Names of tables that stand for buckets: those with two slashes. Every other name is for the SQL engine.</summary>
internal static class TableName
{
    public static bool IsOne(string name) => name.AsSpan().Count('/') >= 2;

    /// <summary>True for a table of one symbol: our functions read the rows of one.</summary>
    public static bool IsOfOneSymbol(string name) => IsOne(name) && name.AsSpan(0, name.IndexOf('/', StringComparison.Ordinal)).IndexOfAny('*', '?', ',') < 0;
}
