using System.Text;
using MarketStore.Core.Errors;

namespace MarketStore.Cli.Shell.Statements;

/// <summary>Splits the line of a command into words: at blanks, except within single or double quotes.</summary>
internal static class ShellWords
{
    static readonly string[] BareCommands = ["exit", "quit", "help"];

    /// <summary>Whether a line is one of the few commands that need no backslash.</summary>
    public static bool IsBareCommand(string line)
    {
        var first = line.Split([' ', '\t', ';'], 2)[0];
        // With other words behind it, quit is the beginning of a statement, right or wrong.
        return BareCommands.Contains(first, StringComparer.Ordinal) && (first == "help" || line.TrimEnd(';', ' ').Length == first.Length);
    }

    /// <exception cref="MarketStoreException">A quote is left open.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, hasWord) = ('\0', false);
        foreach (var character in line)
        {
            if (quote != '\0')
            {
                if (character == quote)
                    quote = '\0';
                else
                    word.Append(character);
            }
            else if (character is '\'' or '"')
            {
                (quote, hasWord) = (character, true);
            }
            else if (!char.IsWhiteSpace(character))
            {
                word.Append(character);
                hasWord = true;
            }
            else if (hasWord)
            {
                words.Add(word.ToString());
                word.Clear();
                hasWord = false;
            }
        }

        if (quote != '\0')
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"the quote {quote} is left open");
        if (hasWord)
            words.Add(word.ToString());
        return words;
    }
}
