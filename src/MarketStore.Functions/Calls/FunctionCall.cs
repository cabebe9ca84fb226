using MarketStore.Core.Errors;

namespace MarketStore.Functions.Calls;

/// <summary>
/// A call as written in the <c>functions</c> list of a query, such as <c>candlecandler('5Min',Open,High,Low,Close,Sum::Volume)</c>:
/// the name, the column arguments in their order, and the texts between single quotes.
/// </summary>
public sealed record FunctionCall(string Name, IReadOnlyList<string> Arguments, IReadOnlyList<string> Literals)
{
    /// <summary>Arguments go up to the last closing parenthesis; what follows it is ignored.</summary>
    /// <exception cref="MarketStoreException">The text is no call, a literal has no end, or there is too much of it.</exception>
    public static FunctionCall Parse(string text)
    {
        if (text.Length > FunctionLimits.MaxTextLength)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"a function call has {text.Length} characters, {FunctionLimits.MaxTextLength} are allowed");
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.LastIndexOf(')');
        if (open < 0 || close < open)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"unable to parse function call {text}");

        var arguments = new List<string>();
        var literals = new List<string>();
        var rest = text.AsSpan(open + 1, close - open - 1);
        while (!rest.IsEmpty)
        {
            var quote = rest.IndexOf('\'');
            AddNames(quote < 0 ? rest : rest[..quote], arguments);
            if (quote < 0)
                break;
            rest = rest[(quote + 1)..];
            var end = rest.IndexOf('\'');
            if (end < 0)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"unclosed literal {rest}");
            literals.Add(rest[..end].ToString());
            rest = rest[(end + 1)..];
        }

        if (arguments.Count + literals.Count > FunctionLimits.MaxArguments)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"a function call can have {FunctionLimits.MaxArguments} arguments at most");
        return new(text[..open].Trim(), arguments, literals);
    }

    static void AddNames(ReadOnlySpan<char> list, List<string> names)
    {
        foreach (var range in list.Split(','))
        {
            var name = list[range].Trim();
            if (!name.IsEmpty)
                names.Add(name.ToString());
        }
    }
}
