using MarketStore.Server.Configuration.Yaml;

namespace MarketStore.Server.Configuration;

/// <summary>Reads a value of a given type, by the rules of YAML 1.1 as the Go server applied them.</summary>
/// <param name="scalar">A value that is not null.</param>
/// <param name="value">What was read.</param>
/// <param name="notice">What an operator should know although the value is allowed; null for nothing.</param>
internal delegate bool ScalarReader<T>(ConfigurationScalar scalar, out T value, out string? notice);
