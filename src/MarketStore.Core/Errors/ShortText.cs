namespace MarketStore.Core.Errors;

/// <summary>Texts of clients and files inside messages, which they may not make as long as they like.</summary>
public static class ShortText
{
    /// <summary>The text, or its first characters with three points behind them. No surrogate pair is cut in two.</summary>
    public static string Of(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "...");
    }
}
