using System.Xml.Linq;

namespace MarketStore.Tests.Architecture;

/// <summary>What a project file says that it needs.</summary>
sealed record ProjectFile(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static ProjectFile Load(string path) => Parse(Path.GetFileNameWithoutExtension(path), XDocument.Load(path));

    public static ProjectFile Parse(string name, XDocument document) => new(
        name,
        [.. Included(document, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
        [.. Included(document, "PackageReference"), .. Included(document, "FrameworkReference")]);

    static IEnumerable<string> Included(XDocument document, string item) => document.Descendants(item).Select(element => element.Attribute("Include")!.Value);
}
