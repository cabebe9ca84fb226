namespace MarketStore.Cli.Shell.Statements;

/// <summary>Looks at SQL only as far as needed to see where a statement ends: quotes, comments, parentheses, words.</summary>
internal static class StatementText
{
    static readonly string[] BeginningWords = ["SELECT", "INSERT", "DELETE", "CREATE", "DROP", "EXPLAIN", "WITH"];

    // Words that cannot be the last of a statement, or after which a SELECT belongs to the same one.
    static readonly string[] OpenEnds =
    [
        "UNION", "ALL", "EXCEPT", "INTERSECT", "AS", "FROM", "WHERE", "AND", "OR", "NOT", "BY", "ON", "IN", "JOIN", "SELECT", "SET", "INTO", "EXPLAIN", "ANALYZE", "BETWEEN", "LIKE", "WITH", "HAVING", "LIMIT", "CASE",
        "WHEN", "THEN", "ELSE", "TABLE", "DISTINCT", "OVER", "USING",
    ];

    /// <summary>Where the first statement ends, its semicolon included; 0 if none ends in the text.</summary>
    public static int FindEnd(ReadOnlySpan<char> text)
    {
        for (var position = 0; position < text.Length;)
        {
            if (text[position] == ';')
                return position + 1;
            position += TokenLength(text[position..]);
        }

        return 0;
    }

    /// <summary>Whether there is nothing but blanks and comments.</summary>
    public static bool IsBlank(ReadOnlySpan<char> text) => NextToken(ref text).IsEmpty;

    /// <summary>Whether a line begins a statement, if the text before it may be one.</summary>
    public static bool BeginsStatement(ReadOnlySpan<char> line)
    {
        var first = NextToken(ref line);
        return IsOneOf(first, BeginningWords);
    }

    /// <summary>Whether a text without a semicolon may be all of a statement: nothing is left open, and a query that must come did come.</summary>
    public static bool MayBeWhole(ReadOnlySpan<char> text)
    {
        var (depth, needsQuery, isFirst) = (0, false, true);
        var last = ReadOnlySpan<char>.Empty;
        for (var token = NextToken(ref text); !token.IsEmpty; token = NextToken(ref text))
        {
            // A quote or comment that is left open reaches the end.
            if (text.IsEmpty && IsOpen(token))
                return false;
            depth += token is "(" ? 1 : token is ")" ? -1 : 0;
            if (isFirst)
                needsQuery = IsOneOf(token, ["INSERT", "WITH", "EXPLAIN"]);
            else if (depth == 0 && IsOneOf(token, ["SELECT", "VALUES", "DELETE", "CREATE", "DROP"]))
                needsQuery = false;
            isFirst = false;
            last = token;
        }

        return !isFirst && depth <= 0 && !needsQuery && !IsOneOf(last, OpenEnds) && last is not ("," or "=" or "+" or "-" or "/" or "<" or ">" or ".");
    }

    // Blanks and comments are passed over.
    static ReadOnlySpan<char> NextToken(scoped ref ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var length = TokenLength(text);
            var token = text[..length];
            text = text[length..];
            if (!char.IsWhiteSpace(token[0]) && !token.StartsWith("--", StringComparison.Ordinal) && (!token.StartsWith("/*", StringComparison.Ordinal) || IsOpen(token)))
                return token;
        }

        return default;
    }

    static int TokenLength(ReadOnlySpan<char> text) => text[0] switch
    {
        '\'' or '"' or '`' => QuotedLength(text),
        '-' when text is ['-', '-', ..] => LengthUntil(text, "\n"),
        '/' when text is ['/', '*', ..] => 2 + LengthUntil(text[2..], "*/"),
        _ when IsWordCharacter(text[0]) => WordLength(text),
        _ => 1,
    };

    // A doubled quote is two quoted texts side by side, which end in the same place.
    static int QuotedLength(ReadOnlySpan<char> text)
    {
        var end = text[1..].IndexOf(text[0]);
        return end < 0 ? text.Length : end + 2;
    }

    static int LengthUntil(ReadOnlySpan<char> text, string end)
    {
        var position = text.IndexOf(end, StringComparison.Ordinal);
        return position < 0 ? text.Length : position + end.Length;
    }

    static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && IsWordCharacter(text[length]))
            length++;
        return length;
    }

    static bool IsOpen(ReadOnlySpan<char> token) => token[0] switch
    {
        '\'' or '"' or '`' => token.Length == 1 || token[^1] != token[0],
        '/' when token is ['/', '*', ..] => token.Length < 4 || !token.EndsWith("*/", StringComparison.Ordinal),
        _ => false,
    };

    static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) || character == '_';

    static bool IsOneOf(ReadOnlySpan<char> token, ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (token.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
