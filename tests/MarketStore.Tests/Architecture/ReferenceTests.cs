using System.Xml.Linq;
using Xunit;

namespace MarketStore.Tests.Architecture;

public sealed class ReferenceTests
{
    [Fact]
    public void References_point_one_way() => Assert.Empty(ReferenceRules.Violations(SourceTree.Projects.Select(ProjectFile.Load)));

    [Fact]
    public void Every_project_of_the_product_has_its_rule() =>
        Assert.DoesNotContain(
            SourceTree.Projects.Where(path => path.StartsWith(Path.Combine(SourceTree.Root, "src"), StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension),
            name => !ReferenceRules.Knows(name!));

    [Theory]
    [InlineData("MarketStore.Storage", "ProjectReference", "../MarketStore.Query/MarketStore.Query.csproj", "MarketStore.Storage may not know MarketStore.Query")]
    [InlineData("MarketStore.Protocol", "ProjectReference", "..\\MarketStore.Server\\MarketStore.Server.csproj", "MarketStore.Protocol may not know MarketStore.Server")]
    [InlineData("MarketStore.Query", "PackageReference", "Grpc.Net.Client", "MarketStore.Query may not know the network: Grpc.Net.Client")]
    [InlineData("MarketStore.Storage", "FrameworkReference", "Microsoft.AspNetCore.App", "MarketStore.Storage may not know the network: Microsoft.AspNetCore.App")]
    [InlineData("MarketStore.Core", "PackageReference", "Snappier", "MarketStore.Core may not use Snappier")]
    public void A_broken_line_is_noticed(string project, string item, string reference, string violation)
    {
        var actual = SourceTree.Projects.Single(path => Path.GetFileNameWithoutExtension(path) == project);
        var document = XDocument.Load(actual);
        document.Root!.Add(new XElement("ItemGroup", new XElement(item, new XAttribute("Include", reference))));

        Assert.Equal([violation], ReferenceRules.Violations([ProjectFile.Parse(project, document)]));
    }
}
