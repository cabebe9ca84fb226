namespace MarketStore.Server.Configuration.Yaml;

/// <summary>Gathers the entries of one map: the last of a repeated key wins, and a key written in the map itself wins over a merged one.</summary>
internal sealed class EntryList(List<ConfigurationProblem> warnings)
{
    readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    readonly HashSet<string> _merged = new(StringComparer.Ordinal);

    public List<ConfigurationEntry> Entries { get; } = [];

    public void Set(ConfigurationEntry entry)
    {
        if (!_positions.TryGetValue(entry.Key, out var position))
        {
            Add(entry);
            return;
        }

        if (!_merged.Remove(entry.Key))
            warnings.Add(new(entry.Key, entry.Line, Value: null, $"given twice; line {Entries[position].Line} is ignored"));
        Entries[position] = entry;
    }

    /// <summary>Takes over the entries of a map, or of each map of a list, whose keys are not there yet.</summary>
    public void Merge(ConfigurationNode source)
    {
        var maps = source is ConfigurationList list ? list.Items.OfType<ConfigurationMap>() : [source as ConfigurationMap ?? ConfigurationMap.Empty];
        foreach (var entry in maps.SelectMany(map => map.Entries))
        {
            if (_positions.ContainsKey(entry.Key))
                continue;
            Add(entry);
            _merged.Add(entry.Key);
        }
    }

    void Add(ConfigurationEntry entry)
    {
        _positions[entry.Key] = Entries.Count;
        Entries.Add(entry);
    }
}
