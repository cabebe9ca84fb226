using System.Globalization;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Functions.Calls;
using MarketStore.Sql.Tables;
using MarketStore.Sql.Text;

namespace MarketStore.Sql.Statements;

/// <summary>
/// Reads <c>SELECT call, … FROM table or (query) [WHERE condition] [LIMIT n]</c>, in which every item is a call of our functions. Columns beside a call of a function that SQL has not
/// are passed over, as the Go server has it: <c>SELECT Epoch, gap('5Min') FROM …</c>.
/// </summary>
internal static class FunctionParser
{
    static readonly string[] Clauses = ["GROUP", "ORDER", "HAVING", "WINDOW", "QUALIFY", "UNION", "INTERSECT", "EXCEPT", "OFFSET", "FETCH", "USING", "SAMPLE", "TABLESAMPLE"];

    /// <summary>Null where the query is of another kind; the cursor is then anywhere.</summary>
    /// <exception cref="MarketStoreException">A function that SQL has not stands where it cannot be called.</exception>
    public static FunctionStatement? TryParse(TokenCursor cursor, int depth)
    {
        if (!cursor.TryTakeKeyword("SELECT"))
            return null;
        var items = new List<FunctionItem>();
        var columns = 0;
        do
        {
            var start = cursor.Position;
            if (TryParseCall(cursor) is { } item)
            {
                items.Add(item);
            }
            else
            {
                cursor.Position = start;
                if (!TryPassColumn(cursor))
                    return null;
                columns++;
            }
        }
        while (cursor.TryTakeSymbol(","));

        var isOnlyOurs = items.Exists(item => FunctionRegistry.IsUnknownToSql(item.Call.Name));
        if (items.Count == 0 || (columns > 0 && !isOnlyOurs))
            return null;
        // The exact time is no stored column: our functions do not know it.
        if (!isOnlyOurs && items.Exists(item => item.Call.Arguments.Contains(StatementTable.TimestampName, StringComparer.OrdinalIgnoreCase)))
            return null;
        if (!cursor.TryTakeKeyword("FROM") || TryParseSource(cursor, depth) is not { } source)
            return null;
        // Of many symbols SQL has functions of these names too.
        if (source.Table is { } table && !isOnlyOurs && !TableName.IsOfOneSymbol(table))
            return null;
        long? limit = null;
        if (cursor.TryTakeKeyword("LIMIT"))
        {
            if (cursor.Current.Kind != SqlTokenKind.Number || !long.TryParse(cursor.Take().Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rows))
                return null;
            limit = rows;
        }

        return cursor.IsAtEnd || cursor.Current.IsSymbol(")") ? new(items, source, limit) : null;
    }

    static FunctionItem? TryParseCall(TokenCursor cursor)
    {
        var name = cursor.Current;
        if (name.Kind != SqlTokenKind.Word || !cursor.Next.IsSymbol("(") || !FunctionRegistry.Contains(name.Value))
            return null;
        cursor.Take();
        cursor.Take();
        var arguments = new List<string>();
        var literals = new List<string>();
        if (!cursor.Current.IsSymbol(")"))
        {
            do
            {
                if (!TryParseArgument(cursor, arguments, literals))
                    return null;
            }
            while (cursor.TryTakeSymbol(","));
        }

        if (!cursor.TryTakeSymbol(")") || !TryPassAlias(cursor, out var alias))
            return null;
        // A plain count() counts rows, as in SQL.
        if (arguments.Count == 0 && name.Value.Equals("count", StringComparison.OrdinalIgnoreCase))
            arguments.Add("*");
        return new(new(name.Value, arguments, literals), alias, name.Start);
    }

    static bool TryParseArgument(TokenCursor cursor, List<string> arguments, List<string> literals)
    {
        if (cursor.Current.Kind == SqlTokenKind.Text)
        {
            literals.Add(cursor.Take().Value);
            return true;
        }

        if (cursor.TryTakeSymbol("*"))
        {
            arguments.Add("*");
            return true;
        }

        if (!cursor.Current.IsName)
        {
            // count(1) is count(*).
            if (cursor.Current.Kind != SqlTokenKind.Number)
                return false;
            cursor.Take();
            arguments.Add("*");
            return true;
        }

        var name = cursor.Take().Value;
        if (cursor.TryTakeSymbol("::"))
        {
            if (!cursor.Current.IsName)
                return false;
            name = $"{name}::{cursor.Take().Value}";
        }

        arguments.Add(name);
        return true;
    }

    static bool TryPassColumn(TokenCursor cursor)
    {
        if (cursor.TryTakeSymbol("("))
            return cursor.Current.IsName && TryPassColumn(cursor) && cursor.TryTakeSymbol(")") && TryPassAlias(cursor, out _);
        if (!cursor.Current.IsName || cursor.Next.IsSymbol("("))
            return false;
        cursor.Take();
        return TryPassAlias(cursor, out _);
    }

    static bool TryPassAlias(TokenCursor cursor, out string? alias)
    {
        alias = null;
        var isNamed = cursor.TryTakeKeyword("AS");
        if (cursor.Current.IsName && (isNamed || !cursor.Current.IsKeyword("FROM")))
        {
            alias = cursor.Take().Value;
            return true;
        }

        return !isNamed;
    }

    static FunctionSource? TryParseSource(TokenCursor cursor, int depth)
    {
        var start = cursor.Current.Start;
        string? table = null;
        SqlStatement? query = null;
        if (cursor.TryTakeSymbol("("))
        {
            if (cursor.Current.IsName && cursor.Next.IsSymbol(")") && TableName.IsOne(cursor.Current.Value))
                table = cursor.Take().Value;
            else if ((query = TryParseSubquery(cursor, depth)) is null)
                return null;
            if (!cursor.TryTakeSymbol(")"))
                return null;
        }
        else
        {
            if (!cursor.Current.IsName || !TableName.IsOne(cursor.Current.Value))
                return null;
            table = cursor.Take().Value;
        }

        if (!TryPassTableAlias(cursor))
            return null;
        var (range, condition) = ((TimeRange?)TimeRange.All, (string?)null);
        if (cursor.TryTakeKeyword("WHERE"))
        {
            var from = cursor.Position;
            range = EpochCondition.TryParse(cursor, out var found) && IsEndOfCondition(cursor) ? found : null;
            cursor.Position = from;
            var textStart = cursor.Current.Start;
            if (!TryPassCondition(cursor))
                return null;
            condition = cursor.Statement[textStart..cursor.Current.Start].Trim();
        }

        return new(table, query, query is null ? range : condition is null ? TimeRange.All : null, cursor.Statement[start..cursor.Current.Start].Trim(), condition);
    }

    /// <summary>A query up to the parenthesis that closes it.</summary>
    static SqlStatement? TryParseSubquery(TokenCursor cursor, int depth)
    {
        if (depth >= 32 || !(cursor.Current.IsKeyword("SELECT") || cursor.Current.IsKeyword("WITH") || cursor.Current.IsKeyword("FROM") || cursor.Current.IsSymbol("(")))
            return null;
        var start = cursor.Position;
        if (TryParse(cursor, depth + 1) is { } functions && cursor.Current.IsSymbol(")"))
            return functions;
        cursor.Position = start;
        var from = cursor.Current.Start;
        if (!TryPassTo(cursor, static token => token.IsSymbol(")")))
            return null;
        return new QueryStatement(cursor.Statement[from..cursor.Current.Start]);
    }

    static bool TryPassTableAlias(TokenCursor cursor)
    {
        var isNamed = cursor.TryTakeKeyword("AS");
        if (cursor.Current.IsName && (isNamed || !IsClause(cursor.Current)))
        {
            cursor.Take();
            return true;
        }

        return !isNamed;
    }

    static bool IsClause(SqlToken token) => token.IsKeyword("WHERE") || token.IsKeyword("LIMIT") || IsOtherClause(token);

    static bool IsOtherClause(SqlToken token) => Array.Exists(Clauses, token.IsKeyword) || token.IsKeyword("JOIN") || token.IsKeyword("ASOF") || token.IsKeyword("NATURAL")
        || token.IsKeyword("INNER") || token.IsKeyword("LEFT") || token.IsKeyword("RIGHT") || token.IsKeyword("FULL") || token.IsKeyword("CROSS") || token.IsKeyword("POSITIONAL");

    static bool IsEndOfCondition(TokenCursor cursor) => cursor.IsAtEnd || cursor.Current.IsSymbol(")") || cursor.Current.IsKeyword("LIMIT");

    static bool TryPassCondition(TokenCursor cursor)
    {
        var isOurs = true;
        var isThere = TryPassTo(cursor, token =>
        {
            isOurs &= !IsOtherClause(token);
            return token.IsKeyword("LIMIT") || token.IsSymbol(")");
        });
        return isThere && isOurs;
    }

    /// <summary>Goes on to a token outside of parentheses, or to the end of the statement.</summary>
    static bool TryPassTo(TokenCursor cursor, Func<SqlToken, bool> isEnd)
    {
        for (var depth = 0; !cursor.IsAtEnd; cursor.Take())
        {
            if (depth == 0 && isEnd(cursor.Current))
                return true;
            if (cursor.Current.IsSymbol("("))
                depth++;
            else if (cursor.Current.IsSymbol(")") && --depth < 0)
                return false;
        }

        return true;
    }
}
