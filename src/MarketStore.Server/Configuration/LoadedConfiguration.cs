namespace MarketStore.Server.Configuration;

/// <summary>A configuration that the server can start with.</summary>
/// <param name="Configuration">The settings.</param>
/// <param name="Warnings">What the file holds without effect, or with one that may surprise.</param>
public sealed record LoadedConfiguration(ServerConfiguration Configuration, IReadOnlyList<ConfigurationProblem> Warnings);
