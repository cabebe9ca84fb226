using System.Text.RegularExpressions;
using Xunit;

namespace MarketStore.Tests.Architecture;

/// <summary>A reader who follows a link of a page gets somewhere.</summary>
public sealed partial class PageLinkTests
{
    [Fact]
    public void Every_link_between_pages_leads_to_a_file_and_to_a_heading_that_are_there()
    {
        List<string> pages = [.. Directory.GetFiles(SourceTree.Root, "*.md"), .. Directory.GetFiles(Path.Combine(SourceTree.Root, "docs"), "*.md"), .. SourceTree.Files("*.md")];
        Assert.NotEmpty(pages);
        var dead = pages.SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(link => (Page: page, Target: link.Groups[1].Value)))
            .Where(link => !link.Target.Contains("://", StringComparison.Ordinal) && !Leads(link.Page, link.Target))
            .Select(link => $"{Path.GetRelativePath(SourceTree.Root, link.Page)}: {link.Target}");
        Assert.Empty(dead);
    }

    [Fact]
    public void Every_page_of_docs_can_be_found_from_the_readme()
    {
        var readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
        var missing = Directory.GetFiles(Path.Combine(SourceTree.Root, "docs"), "*.md").Select(path => $"(docs/{Path.GetFileName(path)})").Where(link => !readme.Contains(link, StringComparison.Ordinal)).ToList();
        Assert.Empty(missing);
    }

    static bool Leads(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        if (!File.Exists(file) && !Directory.Exists(file))
            return false;
        return parts.Length == 1 || File.ReadLines(file).Any(line => line.StartsWith('#') && AnchorOf(line) == parts[1]);
    }

    /// <summary>As the usual viewers make anchors of headings: lower case, no punctuation, hyphens for spaces.</summary>
    static string AnchorOf(string heading) => new([.. heading.TrimStart('#').Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_').Select(letter => letter == ' ' ? '-' : letter)]);

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
