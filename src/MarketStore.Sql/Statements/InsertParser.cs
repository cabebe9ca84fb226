using MarketStore.Sql.Text;

namespace MarketStore.Sql.Statements;

/// <summary>Reads <c>INSERT INTO bucket [(columns)] query</c>, behind INSERT.</summary>
internal static class InsertParser
{
    /// <exception cref="Core.Errors.MarketStoreException">The statement makes no sense.</exception>
    public static InsertStatement Parse(TokenCursor cursor, int depth)
    {
        cursor.ExpectKeyword("INTO");
        var target = StatementParser.ParseBucket(cursor);
        List<string>? columns = null;
        if (cursor.Current.IsSymbol("(") && !IsQuery(cursor.Next))
        {
            cursor.Take();
            columns = [];
            do
                columns.Add(cursor.ExpectName("the name of a column").Value);
            while (cursor.TryTakeSymbol(","));
            cursor.ExpectSymbol(")");
        }

        if (cursor.IsAtEnd)
            throw cursor.Unexpected("a query is expected", "INSERT INTO `AAPL/1D/OHLCV` SELECT … FROM …");
        return new(target, columns, StatementParser.ParseQuery(cursor, depth + 1));
    }

    static bool IsQuery(SqlToken token) => token.IsKeyword("SELECT") || token.IsKeyword("WITH") || token.IsKeyword("FROM") || token.IsKeyword("VALUES") || token.IsSymbol("(");
}
