using MarketStore.Core.Errors;

namespace MarketStore.Sql.Text;

/// <summary>Walks over the tokens of a statement.</summary>
internal sealed class TokenCursor(string statement, IReadOnlyList<SqlToken> tokens, int position = 0)
{
    public string Statement { get; } = statement;

    public int Position { get; set; } = position;

    public SqlToken Current => tokens[Math.Min(Position, tokens.Count - 1)];

    public SqlToken Next => tokens[Math.Min(Position + 1, tokens.Count - 1)];

    /// <summary>True at the end of the statement; a semicolon with nothing behind it is one.</summary>
    public bool IsAtEnd => Current.Kind == SqlTokenKind.End || (Current.IsSymbol(";") && Next.Kind == SqlTokenKind.End);

    public SqlToken Take()
    {
        var token = Current;
        Position = Math.Min(Position + 1, tokens.Count - 1);
        return token;
    }

    public bool TryTakeKeyword(string keyword)
    {
        if (!Current.IsKeyword(keyword))
            return false;
        Take();
        return true;
    }

    public bool TryTakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        Take();
        return true;
    }

    /// <exception cref="MarketStoreException">Something else stands here.</exception>
    public void ExpectKeyword(string keyword)
    {
        if (!TryTakeKeyword(keyword))
            throw Unexpected($"{keyword} is expected");
    }

    /// <exception cref="MarketStoreException">Something else stands here.</exception>
    public void ExpectSymbol(string symbol)
    {
        if (!TryTakeSymbol(symbol))
            throw Unexpected($"\"{symbol}\" is expected");
    }

    /// <exception cref="MarketStoreException">Something else stands here.</exception>
    public SqlToken ExpectName(string what) => Current.IsName ? Take() : throw Unexpected($"{what} is expected");

    /// <exception cref="MarketStoreException">The statement goes on.</exception>
    public void ExpectEnd()
    {
        TryTakeSymbol(";");
        if (Current.Kind != SqlTokenKind.End)
            throw Unexpected("the end of the statement is expected", "send one statement at a time");
    }

    public MarketStoreException Unexpected(string reason, string? hint = null) =>
        SqlErrors.At(Statement, Current.Start, Current.Kind == SqlTokenKind.End ? $"{reason}, and the statement ends" : $"{reason}, not {Shown(Current)}", hint);

    static string Shown(SqlToken token)
    {
        const int MaxShownLength = 100;
        var text = ShortText.Of(token.Value, MaxShownLength);
        return token.Kind == SqlTokenKind.Text ? $"'{text}'" : $"\"{text}\"";
    }
}
