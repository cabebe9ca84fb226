namespace MarketStore.Sql.Text;

/// <summary>Names as the SQL engine reads them.</summary>
internal static class SqlName
{
    /// <summary>A name in double quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
