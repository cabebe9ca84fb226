namespace MarketStore.Sql.Text;

/// <summary>A piece of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A name or text without its quotes; anything else as it is written.</param>
/// <param name="Start">Where it begins in the statement, in characters.</param>
/// <param name="End">Where the next character after it is.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Value, int Start, int End)
{
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    /// <summary>Keywords are words without quotes, in any case.</summary>
    public bool IsKeyword(string keyword) => Kind == SqlTokenKind.Word && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == SqlTokenKind.Symbol && Value == symbol;
}
