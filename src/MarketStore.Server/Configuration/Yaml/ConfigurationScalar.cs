namespace MarketStore.Server.Configuration.Yaml;

/// <summary>A single value as it is written. What type it has is decided by who reads it.</summary>
public sealed class ConfigurationScalar(int line, string text, bool isQuoted) : ConfigurationNode(line, nodeCount: 1, depth: 1)
{
    public string Text { get; } = text;

    /// <summary>True for text in quotes or in a block: never a number, truth value or null by itself.</summary>
    public bool IsQuoted { get; } = isQuoted;

    public bool IsNull => !IsQuoted && Text is "" or "~" or "null" or "Null" or "NULL";
}
