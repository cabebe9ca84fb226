using System.Xml.Linq;
using Xunit;

namespace MarketStore.Tests.Architecture;

public sealed class PackageTests
{
    // One comment may speak for a family of packages, not for a heap.
    const int MostPackagesOfOneComment = 5;

    static readonly XDocument Versions = XDocument.Load(Path.Combine(SourceTree.Root, "Directory.Packages.props"));

    [Fact]
    public void Every_package_is_used()
    {
        var used = SourceTree.Projects.SelectMany(path => ProjectFile.Load(path).Packages).ToHashSet();
        Assert.DoesNotContain(Versions.Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value), name => !used.Contains(name));
    }

    [Fact]
    public void Every_package_has_a_word_on_why_it_is_there() => Assert.Empty(Unexplained(Versions));

    [Fact]
    public void A_package_without_a_word_is_noticed()
    {
        var document = XDocument.Parse("<Project><ItemGroup><PackageVersion Include='A' /><!-- Why. --><PackageVersion Include='B' /></ItemGroup></Project>");
        Assert.Equal(["A"], Unexplained(document));
    }

    static IEnumerable<string> Unexplained(XDocument document)
    {
        foreach (var package in document.Descendants("PackageVersion"))
        {
            var distance = package.NodesBeforeSelf().Reverse().TakeWhile(node => node is not XComment).OfType<XElement>().Count();
            var comment = package.NodesBeforeSelf().OfType<XComment>().LastOrDefault();
            if (string.IsNullOrWhiteSpace(comment?.Value) || distance >= MostPackagesOfOneComment)
                yield return package.Attribute("Include")!.Value;
        }
    }
}
