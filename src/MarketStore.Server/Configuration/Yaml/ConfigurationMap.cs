using System.Diagnostics.CodeAnalysis;

namespace MarketStore.Server.Configuration.Yaml;

/// <summary>Keys and values in the order of the file. Of a key that is given twice the last value counts.</summary>
public sealed class ConfigurationMap(int line, IReadOnlyList<ConfigurationEntry> entries)
    : ConfigurationNode(line, 1 + entries.Sum(entry => 1 + entry.Value.NodeCount), 1 + entries.Select(entry => entry.Value.Depth).DefaultIfEmpty().Max())
{
    public static ConfigurationMap Empty { get; } = new(line: 0, []);

    public IReadOnlyList<ConfigurationEntry> Entries { get; } = entries;

    public bool TryGet(string key, [NotNullWhen(true)] out ConfigurationNode? value)
    {
        value = Entries.FirstOrDefault(entry => entry.Key == key)?.Value;
        return value is not null;
    }
}
