using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Statements;

/// <summary>
/// Finds out what a statement is. Statements that are ours alone (functions of the store, INSERT, DELETE, CREATE TABLE, DROP TABLE) are read here; every other query goes to
/// the SQL engine as it is. docs/sql.md, "Which engine".
/// </summary>
internal static class StatementParser
{
    /// <summary>EXPLAIN of EXPLAIN, INSERT of INSERT and the like end here.</summary>
    const int MaxDepth = 64;

    static readonly string[] QueryWords = ["SELECT", "WITH", "FROM", "VALUES", "TABLE", "SUMMARIZE", "DESCRIBE", "DESC", "SHOW", "PIVOT", "UNPIVOT"];

    /// <exception cref="MarketStoreException">The statement makes no sense; line and column are in the message.</exception>
    public static SqlStatement Parse(string statement)
    {
        if (statement.Length > SqlLimits.MaxStatementLength)
            throw SqlErrors.Of(ErrorKind.LimitExceeded, $"the statement has {statement.Length} characters, {SqlLimits.MaxStatementLength} are allowed");
        var cursor = new TokenCursor(statement, SqlLexer.Read(statement));
        var parsed = Parse(cursor, depth: 0);
        cursor.ExpectEnd();
        return parsed;
    }

    internal static SqlStatement Parse(TokenCursor cursor, int depth)
    {
        if (depth > MaxDepth)
            throw cursor.Unexpected($"no more than {MaxDepth} levels are allowed");
        if (cursor.TryTakeKeyword("EXPLAIN"))
            return new ExplainStatement(cursor.TryTakeKeyword("ANALYZE"), Parse(cursor, depth + 1));
        if (cursor.TryTakeKeyword("INSERT"))
            return InsertParser.Parse(cursor, depth);
        if (cursor.TryTakeKeyword("DELETE"))
            return ParseDelete(cursor);
        if (cursor.Current.IsKeyword("CREATE"))
            return TableParser.ParseCreate(cursor);
        if (cursor.TryTakeKeyword("DROP"))
            return TableParser.ParseDrop(cursor);
        if (cursor.Current.IsSymbol("(") || QueryWords.Any(cursor.Current.IsKeyword))
            return ParseQuery(cursor, depth);
        throw cursor.Unexpected("a statement is expected", "SELECT, WITH, INSERT INTO, DELETE FROM, CREATE TABLE, DROP TABLE and EXPLAIN are understood");
    }

    /// <summary>A query up to the end of the statement.</summary>
    internal static SqlStatement ParseQuery(TokenCursor cursor, int depth)
    {
        var start = cursor.Position;
        if (FunctionParser.TryParse(cursor, depth) is { } functions)
            return functions;
        cursor.Position = start;
        var from = cursor.Current.Start;
        while (!cursor.IsAtEnd)
        {
            if (cursor.Current.IsSymbol(";"))
                throw cursor.Unexpected("the end of the statement is expected", "send one statement at a time");
            cursor.Take();
        }

        return new QueryStatement(cursor.Statement[from..cursor.Current.Start]);
    }

    /// <summary>The bucket that a statement names.</summary>
    /// <exception cref="MarketStoreException">It is no name of a bucket.</exception>
    internal static TimeBucketKey ParseBucket(TokenCursor cursor)
    {
        var name = cursor.ExpectName("the name of a bucket");
        return TimeBucketKey.TryParse(name.Value, out var key, out var reason)
            ? key
            : throw SqlErrors.At(cursor.Statement, name.Start, reason, "write it as `AAPL/1Min/OHLCV`, in back quotes");
    }

    static DeleteStatement ParseDelete(TokenCursor cursor)
    {
        cursor.ExpectKeyword("FROM");
        var target = ParseBucket(cursor);
        if (!cursor.TryTakeKeyword("WHERE"))
            return new(target, TimeRange.All);
        var start = cursor.Current;
        return EpochCondition.TryParse(cursor, out var range)
            ? new(target, range)
            : throw SqlErrors.At(cursor.Statement, start.Start, "DELETE takes a range of Epoch and nothing else", "for example WHERE Epoch >= '2024-01-02' AND Epoch < '2024-01-03'");
    }
}
