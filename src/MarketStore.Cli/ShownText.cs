using System.Globalization;
using System.Text;

namespace MarketStore.Cli;

/// <summary>Text from files and servers as a terminal and a one-line message can take it.</summary>
internal static class ShownText
{
    const int LongestQuote = 60;

    /// <summary>In quotes, cut where it is long.</summary>
    public static string Quote(ReadOnlySpan<char> text) => text.Length > LongestQuote ? $"\"{Printable(text[..LongestQuote])}...\"" : $"\"{Printable(text)}\"";

    /// <summary>Control characters as <c>\u001b</c>.</summary>
    public static string Printable(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsControl(character))
                shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                shown.Append(character);
        }

        return shown.ToString();
    }
}
