namespace MarketStore.Sql.Text;

/// <summary>A piece of a statement. A statement may have a million of them: none holds a text of its own.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Statement">The statement.</param>
/// <param name="Start">Where it begins in the statement, in characters.</param>
/// <param name="End">Where the next character after it is.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Statement, int Start, int End)
{
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    /// <summary>A name or text without its quotes, a doubled one of which stands for itself; anything else as it is written.</summary>
    public string Value
    {
        get
        {
            if (Kind is not (SqlTokenKind.Text or SqlTokenKind.QuotedName))
                return Written.ToString();
            var quote = Statement[Start].ToString();
            return Statement[(Start + 1)..(End - 1)].Replace(quote + quote, quote, StringComparison.Ordinal);
        }
    }

    ReadOnlySpan<char> Written => Statement.AsSpan(Start, End - Start);

    /// <summary>Keywords are words without quotes, in any case.</summary>
    public bool IsKeyword(string keyword) => Kind == SqlTokenKind.Word && Written.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == SqlTokenKind.Symbol && Written.SequenceEqual(symbol);
}
