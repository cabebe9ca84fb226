using MarketStore.Cli.Shell.Commands;

namespace MarketStore.Cli.Shell.Editing;

/// <summary>Finds out how a line can go on: commands, keys of buckets part by part, files, words of SQL.</summary>
/// <param name="listKeys">The keys of all buckets, as they are now.</param>
internal sealed class Completer(Func<IReadOnlyList<string>> listKeys)
{
    const int MostFiles = 200;

    static readonly string[] KeyCommands = ["\\show", "\\load", "\\create", "\\destroy", "\\getinfo", "\\trim"];
    static readonly string[] FileCommands = ["\\load", "\\o"];
    static readonly string[] SqlWords =
    [
        "SELECT", "FROM", "WHERE", "AND", "OR", "NOT", "BETWEEN", "IN", "IS", "NULL", "GROUP", "BY", "HAVING", "ORDER", "ASC", "DESC", "LIMIT", "OFFSET", "DISTINCT", "JOIN", "ASOF", "LEFT", "USING", "ON", "WITH", "UNION",
        "INSERT", "INTO", "VALUES", "DELETE", "CREATE", "DROP", "TABLE", "EXPLAIN", "Epoch",
    ];

    /// <param name="text">The line up to the cursor.</param>
    public Completion Complete(string text)
    {
        var trimmed = text.TrimStart();
        if (!trimmed.StartsWith('\\') && !trimmed.StartsWith("help ", StringComparison.Ordinal))
            return CompleteSql(text);
        var start = text.LastIndexOf(' ') + 1;
        var before = text[..start].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var word = text[start..];
        return new(start, before.Length == 0 ? StartingWith(word, ShellCommands.Names) : CompleteArgument(before, word));
    }

    List<string> CompleteArgument(string[] before, string word)
    {
        var command = before[0];
        if (before.Length == 1 && KeyCommands.Contains(command))
            return CompleteKey(word);
        if (before.Length == 1 && (command is "\\help" or "help" or "\\?"))
            return StartingWith(word, HelpCommand.Topics);
        return FileCommands.Contains(command) ? CompleteFile(word) : [];
    }

    Completion CompleteSql(string text)
    {
        var start = text.AsSpan().LastIndexOfAny(" \t(,`") + 1;
        var word = text[start..];
        var isQuoted = text.AsSpan().Count('`') % 2 == 1;
        if (isQuoted)
            return new(start, [.. CompleteKey(word).Select(key => key.EndsWith('/') ? key : key + "`")]);
        return new(start, word.Length == 0 ? [] : [.. SqlWords.Where(known => known.StartsWith(word, StringComparison.OrdinalIgnoreCase))]);
    }

    // A symbol first, then its timeframes, then the attribute groups: one part at a time stays readable with thousands of buckets.
    List<string> CompleteKey(string word) =>
        [.. listKeys().Where(key => key.StartsWith(word, StringComparison.Ordinal)).Select(key => UpToNextPart(key, word.Length)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    static string UpToNextPart(string key, int from)
    {
        var slash = key.IndexOf('/', from);
        return slash < 0 ? key : key[..(slash + 1)];
    }

    static List<string> CompleteFile(string word)
    {
        try
        {
            var slash = word.LastIndexOf('/') + 1;
            var (directory, name) = (word[..slash], word[slash..]);
            return [.. new DirectoryInfo(directory.Length == 0 ? "." : directory).EnumerateFileSystemInfos(name + "*").Where(file => name.Length > 0 || file.Name[0] != '.').Take(MostFiles)
                .Select(file => directory + file.Name + (file is DirectoryInfo ? "/" : "")).Order(StringComparer.Ordinal)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    static List<string> StartingWith(string word, IEnumerable<string> known) => [.. known.Where(name => name.StartsWith(word, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
