using System.Diagnostics.CodeAnalysis;
using System.Text;
using MarketStore.Core.Errors;

namespace MarketStore.Core.Keys;

/// <summary>
/// Names one series: symbol, timeframe and attribute group, each a directory on disk. A key that was made is safe to use as a path:
/// no part is empty, a dot name, over-long, or holds separators, wildcards or control characters.
/// </summary>
public sealed record TimeBucketKey
{
    public const string DefaultCategories = "Symbol/Timeframe/AttributeGroup";

    /// <summary>The longest part in UTF-8 bytes: what a directory entry can hold.</summary>
    public const int MaxPartBytes = 255;

    /// <exception cref="MarketStoreException">A part is not usable; the message names it.</exception>
    public TimeBucketKey(string symbol, string timeframe, string attributeGroup)
    {
        if (FindFault(symbol) is { } fault || (fault = FindFault(timeframe)) is not null || (fault = FindFault(attributeGroup)) is not null)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"key \"{Printable($"{symbol}/{timeframe}/{attributeGroup}")}\" is not usable: {fault}");
        (Symbol, Timeframe, AttributeGroup) = (symbol, timeframe, attributeGroup);
    }

    public string Symbol { get; }

    /// <summary>The timeframe's text as given, such as <c>1Min</c>.</summary>
    public string Timeframe { get; }

    public string AttributeGroup { get; }

    /// <summary>The long form that answers use: <c>AAPL/1Min/OHLCV:Symbol/Timeframe/AttributeGroup</c>.</summary>
    public string LongForm => $"{this}:{DefaultCategories}";

    public override string ToString() => $"{Symbol}/{Timeframe}/{AttributeGroup}";

    /// <summary>Parses <c>AAPL/1Min/OHLCV</c>, with or without the default categories behind a colon.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TimeBucketKey? key, [NotNullWhen(false)] out string? reason)
    {
        key = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var items = colon < 0 ? text : text[..colon];
        var categories = colon < 0 ? "" : text[(colon + 1)..];
        if (categories.Length > 0 && !categories.Equals(DefaultCategories, StringComparison.OrdinalIgnoreCase))
        {
            reason = $"key \"{Printable(text)}\" is not usable: categories must be {DefaultCategories}";
            return false;
        }

        var parts = items.Split('/');
        if (parts.Length != 3)
        {
            reason = $"key \"{Printable(text)}\" is not usable: it needs exactly three parts, <symbol>/<timeframe>/<attribute group>";
            return false;
        }

        foreach (var part in parts)
        {
            if (FindFault(part) is { } fault)
            {
                reason = $"key \"{Printable(text)}\" is not usable: {fault}";
                return false;
            }
        }

        key = new(parts[0], parts[1], parts[2]);
        reason = null;
        return true;
    }

    /// <exception cref="MarketStoreException">The text is no key; the message says why.</exception>
    public static TimeBucketKey Parse(string text) =>
        TryParse(text, out var key, out var reason) ? key : throw new MarketStoreException(ErrorKind.InvalidRequest, reason);

    /// <summary>Why a part cannot be used as one level of a key, or null when it can.</summary>
    public static string? FindFault(string part)
    {
        if (part.Length == 0)
            return "a part is empty";
        if (part is "." or "..")
            return $"a part is \"{part}\"";
        // Names that our files or the Go server's loader use at the same place.
        if (part is "category_name" or "metadata.db" || part.EndsWith(".walfile", StringComparison.Ordinal) || part.EndsWith(".mslog", StringComparison.Ordinal))
            return $"the part \"{Printable(part)}\" is a reserved name";
        for (var position = 0; position < part.Length; position++)
        {
            var character = part[position];
            if (character is '/' or '\\' or ',' or ':' or '*' || char.IsControl(character))
                return $"the part \"{Printable(part)}\" holds the character U+{(int)character:X4}";
            if (char.IsHighSurrogate(character) && position + 1 < part.Length && char.IsLowSurrogate(part[position + 1]))
                position++;
            else if (char.IsSurrogate(character) || character == '\uFFFD')
                return $"the part \"{Printable(part)}\" is not valid Unicode";
        }

        return Encoding.UTF8.GetByteCount(part) > MaxPartBytes ? $"a part is longer than {MaxPartBytes} bytes" : null;
    }

    /// <summary>A text for messages: control characters shown, length bounded.</summary>
    static string Printable(string text)
    {
        var shown = new StringBuilder();
        foreach (var character in text.Length > 200 ? text.AsSpan(0, 200) : text)
        {
            if (char.IsControl(character) || char.IsSurrogate(character))
                shown.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                shown.Append(character);
        }

        return text.Length > 200 ? shown.Append("...").ToString() : shown.ToString();
    }
}
