namespace MarketStore.Server.Configuration.Yaml;

public sealed class ConfigurationList(int line, IReadOnlyList<ConfigurationNode> items)
    : ConfigurationNode(line, 1 + items.Sum(item => item.NodeCount), 1 + items.Select(item => item.Depth).DefaultIfEmpty().Max())
{
    public IReadOnlyList<ConfigurationNode> Items { get; } = items;
}
