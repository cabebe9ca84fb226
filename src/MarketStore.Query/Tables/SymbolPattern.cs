using System.IO.Enumeration;

namespace MarketStore.Query.Tables;

/// <summary>Symbols as names of tables list them: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
internal static class SymbolPattern
{
    public static bool IsOne(string symbol) => symbol.AsSpan().ContainsAny('*', '?');

    /// <summary>The symbols that a list means, each once: plain names as they stand, and those of all symbols that a pattern fits, in their order.</summary>
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> list, IReadOnlyList<string> all)
    {
        var symbols = new List<string>();
        foreach (var item in list)
        {
            if (IsOne(item))
                symbols.AddRange(all.Where(symbol => FileSystemName.MatchesSimpleExpression(item, symbol, ignoreCase: false)));
            else
                symbols.Add(item);
        }

        return [.. symbols.Distinct(StringComparer.Ordinal)];
    }
}
