namespace MarketStore.Storage.Files;

/// <summary>What a checkpoint has to flush.</summary>
internal sealed class DirtySet
{
    public HashSet<YearFile> Files { get; } = [];

    public HashSet<string> Directories { get; } = new(StringComparer.Ordinal);

    /// <summary>Small files that were written once: category names.</summary>
    public HashSet<string> NewFiles { get; } = new(StringComparer.Ordinal);

    public int Count => Files.Count + Directories.Count + NewFiles.Count;

    public bool IsEmpty => Count == 0;

    public void Merge(DirtySet other)
    {
        Files.UnionWith(other.Files);
        Directories.UnionWith(other.Directories);
        NewFiles.UnionWith(other.NewFiles);
    }

    public void Clear()
    {
        Files.Clear();
        Directories.Clear();
        NewFiles.Clear();
    }
}
