using System.Text;

namespace MarketStore.Trials.Fuzz;

/// <summary>Makes texts of one kind the same: what stands between the first quote and the last, and what numbers there are, does not count.</summary>
static class OutcomeText
{
    const int MaxChars = 100;

    public static string KindOf(string text)
    {
        var kind = new StringBuilder();
        var (firstQuote, lastQuote) = (text.IndexOf('"', StringComparison.Ordinal), text.LastIndexOf('"'));
        for (var position = 0; position < text.Length && kind.Length < MaxChars; position++)
        {
            if (position == firstQuote)
                position = lastQuote;
            var character = text[position];
            if (character is < ' ' or >= (char)0x7F)
                continue;
            if (!char.IsAsciiDigit(character))
                kind.Append(character);
            else if (kind.Length == 0 || kind[^1] != '#')
                kind.Append('#');
        }

        return kind.ToString();
    }
}
