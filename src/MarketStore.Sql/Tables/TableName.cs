namespace MarketStore.Sql.Tables;

/// <summary>Names of tables that stand for buckets: those with two slashes. Every other name is for the SQL engine.</summary>
internal static class TableName
{
    public static bool IsOne(string name) => name.AsSpan().Count('/') >= 2;
}
