namespace MarketStore.Server.Configuration.Yaml;

/// <summary>A key of a map with its value, and the line of the key.</summary>
public sealed record ConfigurationEntry(string Key, int Line, ConfigurationNode Value);
