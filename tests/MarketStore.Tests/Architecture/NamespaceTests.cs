using Xunit;

namespace MarketStore.Tests.Architecture;

public sealed class NamespaceTests
{
    [Fact]
    public void A_namespace_is_its_folder()
    {
        var strays = new List<string>();
        foreach (var path in SourceTree.Files("*.cs"))
        {
            var declared = File.ReadLines(path).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
            var due = $"namespace {FolderOf(path)};";
            if (declared is not null && declared != due)
                strays.Add($"{Path.GetRelativePath(SourceTree.Root, path)} says '{declared}', not '{due}'");
        }

        Assert.Empty(strays);
    }

    /// <summary>The folders from the project on, joined by points.</summary>
    static string FolderOf(string path) => Path.GetDirectoryName(Path.GetRelativePath(SourceTree.Root, path))!
        .Split(Path.DirectorySeparatorChar).Skip(1).Aggregate((left, right) => $"{left}.{right}");
}
