using MarketStore.Core.Errors;

namespace MarketStore.Sql.Text;

/// <summary>
/// Cuts a statement into tokens. Spaces and comments (<c>--</c> to the end of the line, <c>/* */</c> nested or not) are left out. Names may hold <c>@</c> and begin with digits,
/// so that <c>1Min</c> is one. A doubled quote stands for itself.
/// </summary>
internal static class SqlLexer
{
    static readonly string[] LongSymbols = ["<>", "!=", "<=", ">=", "||", "::", "->>", "->", "==", "**", ":="];

    /// <summary>The tokens, the last of which is the end.</summary>
    /// <exception cref="MarketStoreException">A quote or a comment has no end; line and column are in the message. Or there are too many tokens.</exception>
    public static List<SqlToken> Read(string statement)
    {
        var tokens = new List<SqlToken>();
        for (var position = SkipBlanks(statement, 0); position < statement.Length; position = SkipBlanks(statement, tokens[^1].End))
        {
            if (tokens.Count == SqlLimits.MaxTokens)
                throw SqlErrors.Of(ErrorKind.LimitExceeded, $"the statement has more than {SqlLimits.MaxTokens} words, numbers and symbols", "write the values of a long list into a bucket, and join it");
            tokens.Add(Next(statement, position));
        }

        tokens.Add(new(SqlTokenKind.End, statement, statement.Length, statement.Length));
        return tokens;
    }

    static SqlToken Next(string statement, int start)
    {
        var first = statement[start];
        if (first == '\'')
            return Quoted(statement, start, SqlTokenKind.Text);
        if (first is '"' or '`')
            return Quoted(statement, start, SqlTokenKind.QuotedName);
        if (char.IsAsciiDigit(first) || (first == '.' && start + 1 < statement.Length && char.IsAsciiDigit(statement[start + 1])))
            return NumberOrName(statement, start);
        if (IsNameStart(first))
            return Token(SqlTokenKind.Word, statement, start, EndOfName(statement, start));
        foreach (var symbol in LongSymbols)
        {
            if (string.CompareOrdinal(statement, start, symbol, 0, symbol.Length) == 0)
                return Token(SqlTokenKind.Symbol, statement, start, start + symbol.Length);
        }

        return Token(SqlTokenKind.Symbol, statement, start, start + 1);
    }

    static SqlToken NumberOrName(string statement, int start)
    {
        var position = start;
        while (position < statement.Length && (char.IsAsciiDigit(statement[position]) || statement[position] == '_'))
            position++;
        if (position < statement.Length && statement[position] == '.')
        {
            position++;
            while (position < statement.Length && char.IsAsciiDigit(statement[position]))
                position++;
        }

        if (position < statement.Length && statement[position] is 'e' or 'E')
        {
            var exponent = position + 1;
            if (exponent < statement.Length && statement[exponent] is '+' or '-')
                exponent++;
            if (exponent < statement.Length && char.IsAsciiDigit(statement[exponent]))
            {
                position = exponent;
                while (position < statement.Length && char.IsAsciiDigit(statement[position]))
                    position++;
            }
        }

        // A name may begin with digits, and holds neither a point nor a sign: 1.5x is a number with a name behind it.
        var endOfName = EndOfName(statement, start);
        return endOfName > position
            ? Token(SqlTokenKind.Word, statement, start, endOfName)
            : Token(SqlTokenKind.Number, statement, start, position);
    }

    static SqlToken Quoted(string statement, int start, SqlTokenKind kind)
    {
        var quote = statement[start];
        for (var position = start + 1; position < statement.Length; position++)
        {
            if (statement[position] != quote)
                continue;
            if (position + 1 == statement.Length || statement[position + 1] != quote)
                return new(kind, statement, start, position + 1);
            position++;
        }

        throw SqlErrors.At(statement, start, $"the quote {quote} has no end");
    }

    static int SkipBlanks(string statement, int position)
    {
        while (position < statement.Length)
        {
            if (char.IsWhiteSpace(statement[position]))
                position++;
            else if (string.CompareOrdinal(statement, position, "--", 0, 2) == 0)
                position = statement.IndexOf('\n', position) is >= 0 and var newline ? newline : statement.Length;
            else if (string.CompareOrdinal(statement, position, "/*", 0, 2) == 0)
                position = EndOfComment(statement, position);
            else
                break;
        }

        return position;
    }

    /// <summary>As the engine behind reads them, comments nest.</summary>
    static int EndOfComment(string statement, int start)
    {
        var depth = 0;
        for (var position = start; position + 1 < statement.Length; position++)
        {
            if (statement[position] == '/' && statement[position + 1] == '*')
                (depth, position) = (depth + 1, position + 1);
            else if (statement[position] == '*' && statement[position + 1] == '/')
                (depth, position) = (depth - 1, position + 1);
            if (depth == 0)
                return position + 1;
        }

        throw SqlErrors.At(statement, start, "the comment has no end");
    }

    static bool IsNameStart(char character) => char.IsLetter(character) || character is '_' or '@' || character > '\u007f';

    static int EndOfName(string statement, int position)
    {
        while (position < statement.Length && (IsNameStart(statement[position]) || char.IsDigit(statement[position])))
            position++;
        return position;
    }

    static SqlToken Token(SqlTokenKind kind, string statement, int start, int end) => new(kind, statement, start, end);
}
