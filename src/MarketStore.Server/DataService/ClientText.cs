using System.Globalization;
using System.Text;

namespace MarketStore.Server.DataService;

/// <summary>Text of a client inside our messages: bounded, and without characters that could forge a log line.</summary>
internal static class ClientText
{
    const int MaxChars = 200;

    public static string Printable(string text)
    {
        if (text.Length <= MaxChars && !text.Any(IsUnsafe))
            return text;
        var shown = new StringBuilder();
        foreach (var character in text.Length > MaxChars ? text.AsSpan(0, MaxChars) : text)
        {
            if (IsUnsafe(character))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                shown.Append(character);
        }

        return text.Length > MaxChars ? shown.Append("...").ToString() : shown.ToString();
    }

    // Half of a surrogate pair could be cut off by the bound, so both halves are written out.
    static bool IsUnsafe(char character) => char.IsControl(character) || char.IsSurrogate(character);
}
