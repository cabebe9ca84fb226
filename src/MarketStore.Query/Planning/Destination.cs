using MarketStore.Core.Errors;
using MarketStore.Core.Keys;

namespace MarketStore.Query.Planning;

/// <summary>What a destination asks for: <c>AAPL,MSFT/1Min/OHLCV</c>, its parts in the order of the category list.</summary>
internal sealed record Destination
{
    const string AllSymbolsName = "*";

    Destination(string text, string[] symbols, string timeframe, string[] attributeGroups) =>
        (Text, Symbols, Timeframe, AttributeGroups) = (text, symbols, timeframe, attributeGroups);

    /// <summary>The long form that errors use, bounded in length.</summary>
    public string Text { get; }

    /// <summary>Names in the order asked for, each once, the empty ones left out.</summary>
    public IReadOnlyList<string> Symbols { get; init; }

    public string Timeframe { get; }

    public IReadOnlyList<string> AttributeGroups { get; }

    /// <summary>Only a list of exactly <c>*</c> stands for all symbols; inside a longer list it is a name, and one that no bucket can have.</summary>
    public bool WantsAllSymbols => Symbols is [AllSymbolsName];

    /// <exception cref="MarketStoreException">A part is missing, or a category list is not the three names.</exception>
    public static Destination Parse(string destination, string keyCategory)
    {
        var pieces = destination.Split(':', 3);
        var categories = pieces.Length > 1 && pieces[1].Length > 0 ? pieces[1] : keyCategory.Length > 0 ? keyCategory : TimeBucketKey.DefaultCategories;
        var text = QueryLimits.Echo($"{pieces[0]}:{categories}");
        // A trailing slash is harmless; a fourth part would be.
        var parts = pieces[0].Split('/', 5);
        var names = categories.Split('/', 5);
        var isComplete = (parts.Length == 3 || (parts.Length == 4 && parts[3].Length == 0)) && names.Length == 3;
        if (!isComplete
            || !TryPick("Symbol", names, parts, out var symbols)
            || !TryPick("Timeframe", names, parts, out var timeframe)
            || !TryPick("AttributeGroup", names, parts, out var groups))
        {
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"destinations must have a Symbol, Timeframe and AttributeGroup, have: {text}");
        }

        return new(text, Names(symbols), timeframe, Names(groups));
    }

    static bool TryPick(string category, string[] names, string[] parts, out string part)
    {
        var position = Array.FindIndex(names, name => name.Equals(category, StringComparison.OrdinalIgnoreCase));
        part = position < 0 ? "" : parts[position];
        return part.Length > 0;
    }

    static string[] Names(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToArray();
}
