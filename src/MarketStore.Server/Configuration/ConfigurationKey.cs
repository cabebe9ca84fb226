using MarketStore.Server.Configuration.Yaml;

namespace MarketStore.Server.Configuration;

/// <summary>A key that holds a single value. Each is a row of the table in docs/configuration.md.</summary>
/// <param name="Path">The key with the section before it, such as <c>replication.enabled</c>.</param>
/// <param name="Allowed">What may stand there, for the error message.</param>
/// <param name="Apply">Sets the value. The result's configuration is null when the value is not allowed.</param>
internal sealed record ConfigurationKey(string Path, string Allowed, Func<ServerConfiguration, ConfigurationScalar, (ServerConfiguration? Configuration, string? Notice)> Apply)
{
    public static ConfigurationKey Of<T>(string path, string allowed, ScalarReader<T> read, Func<ServerConfiguration, T, ServerConfiguration?> set) =>
        new(path, allowed, (configuration, scalar) => read(scalar, out var value, out var notice) ? (set(configuration, value), notice) : (null, null));
}
