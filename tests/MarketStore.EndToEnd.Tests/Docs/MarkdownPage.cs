using System.Text.RegularExpressions;

namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>A page of docs/, taken apart into what can be tried: code blocks, tables, and what stands in back quotes.</summary>
sealed partial class MarkdownPage
{
    const string Fence = "```";

    readonly List<CodeBlock> _blocks = [];
    readonly List<(string Heading, string Text)> _lines = [];

    MarkdownPage(IEnumerable<string> lines)
    {
        var heading = "";
        (string Language, List<string> Lines)? block = null;
        foreach (var line in lines)
        {
            switch (block)
            {
                case null when line.StartsWith(Fence, StringComparison.Ordinal):
                    block = (line[Fence.Length..], []);
                    break;
                case { } open when line == Fence:
                    _blocks.Add(new(heading, open.Language, open.Lines));
                    block = null;
                    break;
                case { } open:
                    open.Lines.Add(line);
                    break;
                case null when line.StartsWith('#'):
                    heading = line.TrimStart('#').Trim();
                    break;
                default:
                    _lines.Add((heading, line));
                    break;
            }
        }
    }

    public static MarkdownPage Read(string name) => new(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", name)));

    public IEnumerable<CodeBlock> Blocks(string language) => _blocks.Where(block => block.Language == language);

    /// <summary>The only block of a language under a heading.</summary>
    public CodeBlock Block(string heading, string language = "") => _blocks.Single(block => block.Heading == heading && block.Language == language);

    /// <summary>The line under a heading that begins with a text.</summary>
    public string Line(string heading, string start) => _lines.Single(line => line.Heading == heading && line.Text.StartsWith(start, StringComparison.Ordinal)).Text;

    /// <summary>The items of the list under a heading.</summary>
    public IReadOnlyList<string> Items(string heading) => [.. _lines.Where(line => line.Heading == heading && line.Text.StartsWith("* ", StringComparison.Ordinal)).Select(line => line.Text[2..])];

    /// <summary>The cells of the tables under a heading, without titles.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows(string heading)
    {
        var rows = new List<IReadOnlyList<string>>();
        var isTitle = true;
        foreach (var (_, line) in _lines.Where(line => line.Heading == heading))
        {
            if (!line.StartsWith('|'))
                isTitle = true;
            else if (line.StartsWith("|---", StringComparison.Ordinal))
                isTitle = false;
            else if (!isTitle)
                rows.Add([.. CellBorder().Split(line)[1..^1].Select(cell => cell.Trim().Replace(@"\|", "|", StringComparison.Ordinal))]);
        }

        return rows;
    }

    /// <summary>What stands in back quotes, one or more of them. A blank at both ends only keeps the quotes apart.</summary>
    public static IReadOnlyList<string> Quoted(string text) =>
        [.. CodeSpan().Matches(text).Select(span => span.Groups[2].Value).Select(code => code is [' ', .. var inner, ' '] ? inner : code)];

    [GeneratedRegex("(`+)(.+?)\\1(?!`)")]
    private static partial Regex CodeSpan();

    // A bar with a backslash is a character of the cell.
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();
}
