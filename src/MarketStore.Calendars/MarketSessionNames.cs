using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Errors;

namespace MarketStore.Calendars;

/// <summary>The names that configurations and calendar files use: exactly <c>premarket</c>, <c>regular</c> and <c>afterhours</c>.</summary>
public static class MarketSessionNames
{
    const int ShownCharacters = 40;

    static readonly string[] Names = ["premarket", "regular", "afterhours"];

    public static string NameOf(MarketSession session) => Names[(int)session];

    public static bool TryParse(string text, out MarketSession session)
    {
        var index = Array.IndexOf(Names, text);
        session = (MarketSession)Math.Max(index, 0);
        return index >= 0;
    }

    /// <exception cref="MarketStoreException">The text is none of the three names.</exception>
    public static MarketSession Parse(string text)
    {
        if (!TryParse(text, out var session))
            ThrowNoSession(text);
        return session;
    }

    internal static string NoSession(string text) => $"'{ShortText.Of(text, ShownCharacters)}' is no session: {string.Join(", ", Names)}";

    [DoesNotReturn]
    static void ThrowNoSession(string text) => throw new MarketStoreException(ErrorKind.InvalidRequest, NoSession(text));
}
