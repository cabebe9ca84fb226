namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>The names in a directory, in their order, with the numbers of what they name.</summary>
sealed class DirectoryContent
{
    readonly SortedList<string, NodeReference> _entries;

    public DirectoryContent() => _entries = new(StringComparer.Ordinal);

    DirectoryContent(DirectoryContent source) => _entries = new(source._entries, StringComparer.Ordinal);

    public IList<string> Names => _entries.Keys;

    public IList<NodeReference> Nodes => _entries.Values;

    public bool IsEmpty => _entries.Count == 0;

    public bool TryGet(string name, out NodeReference node) => _entries.TryGetValue(name, out node);

    public void Set(string name, NodeReference node) => _entries[name] = node;

    public void Remove(string name) => _entries.Remove(name);

    public DirectoryContent Clone() => new(this);
}
