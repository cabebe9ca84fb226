using MarketStore.Core.Errors;
using MarketStore.Server.Configuration;

namespace MarketStore.Cli.Commands;

/// <summary>A configuration's problems, with the file that has them.</summary>
internal sealed class ConfigurationFileException(string? path, ConfigurationException cause)
    : MarketStoreException(cause.Kind, $"failed to parse configuration{(path is null ? "" : " file")} error: {path}{(path is null ? "" : ": ")}{Join(cause)}", cause)
{
    // One problem stands in the line, several below each other.
    static string Join(ConfigurationException cause) => cause.Problems.Count == 1 ? cause.Message : "\n  " + cause.Message.Replace("\n", "\n  ", StringComparison.Ordinal);
}
