namespace MarketStore.Tests.Architecture;

/// <summary>The sources that these tests were built from.</summary>
static class SourceTree
{
    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Projects => Files("*.csproj");

    /// <summary>Files of a kind in the source folders, without what builds put there.</summary>
    public static IEnumerable<string> Files(string pattern) => ((string[])["src", "samples", "tests", "bench"])
        .Select(folder => Path.Combine(Root, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
        .Where(path => !Path.GetRelativePath(Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "MarketStore.slnx")))
                return directory.FullName;
        }

        throw new DirectoryNotFoundException($"no MarketStore.slnx above {AppContext.BaseDirectory}");
    }
}
