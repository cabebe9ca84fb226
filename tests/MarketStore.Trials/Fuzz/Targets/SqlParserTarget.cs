using MarketStore.Core.Errors;
using MarketStore.Sql.Statements;
using MarketStore.Sql.Text;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>Our own reading of statements: tokens, what a statement is, its calls, conditions and times. The engine behind is not asked.</summary>
sealed class SqlParserTarget : IFuzzTarget
{
    public const string TargetName = "sql-parser";

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.SqlParser;

    public IEnumerable<byte[]> Seeds => SampleStatements.All();

    public IEnumerable<byte[]> Words => SampleStatements.Words();

    public string Run(ReadOnlySpan<byte> input)
    {
        var statement = AnyText.Read(input);
        try
        {
            foreach (var text in CheckTokens(statement))
                _ = TimeLiteral.TryParse(text, out _);
            return KindOf(StatementParser.Parse(statement), statement);
        }
        catch (MarketStoreException refusal)
        {
            SampleStatements.CheckMessage(statement, refusal.Message);
            return OutcomeText.KindOf(refusal.Message);
        }
    }

    public void Dispose()
    {
    }

    /// <summary>Tokens lie one behind the other, with nothing but blanks and comments between them. Returns the texts in quotes.</summary>
    static List<string> CheckTokens(string statement)
    {
        var (end, texts) = (0, new List<string>());
        foreach (var token in SqlLexer.Read(statement))
        {
            if (token.Start < end || token.End > statement.Length || (token.Kind != SqlTokenKind.End && token.End <= token.Start))
                throw new TrialFailedException($"a token lies from {token.Start} to {token.End}, behind one that ends at {end}");
            var between = statement.AsSpan(end, token.Start - end).Trim();
            if (!between.IsEmpty && !between.StartsWith("--") && !between.StartsWith("/*"))
                throw new TrialFailedException($"{between.Length} characters before {token.Start} are in no token");
            if (token.Kind == SqlTokenKind.QuotedName && (SqlLexer.Read(SqlName.Quote(token.Value)) is not [{ Kind: SqlTokenKind.QuotedName, Value: var value }, _] || value != token.Value))
                throw new TrialFailedException($"the name at {token.Start} is another once it is quoted anew");
            if (token.Kind == SqlTokenKind.Text)
                texts.Add(token.Value);
            end = token.End;
        }

        return end == statement.Length ? texts : throw new TrialFailedException($"the tokens end at {end} of {statement.Length}");
    }

    static string KindOf(SqlStatement parsed, string statement)
    {
        switch (parsed)
        {
            case ExplainStatement explain:
                return $"explain {KindOf(explain.Inner, statement)}";
            case InsertStatement insert:
                return $"insert{(insert.Columns is null ? "" : " columns")} {KindOf(insert.Query, statement)}";
            case QueryStatement query:
                RequirePart(query.Text, statement);
                return "query";
            case FunctionStatement functions:
                RequirePart(functions.Source.Text, statement);
                if (functions.Source.Condition is { } condition)
                    RequirePart(condition, statement);
                if (functions.Items.Count == 0 || functions.Limit < 0)
                    throw new TrialFailedException($"{functions.Items.Count} calls, {functions.Limit} rows");
                return $"calls over {(functions.Source.Query is { } inner ? KindOf(inner, statement) : "a table")}{(functions.Source.Condition is null ? "" : functions.Source.Range is null ? " where" : " in a range")}";
            case CreateTableStatement create:
                return $"create {create.RecordType}, {Math.Min(create.Columns.Count, 3)} columns";
            default:
                return parsed.GetType().Name;
        }
    }

    static void RequirePart(string text, string statement)
    {
        if (!statement.Contains(text, StringComparison.Ordinal))
            throw new TrialFailedException($"{text} does not stand in the statement");
    }
}
