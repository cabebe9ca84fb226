using MarketStore.Server.Configuration.Yaml;

namespace MarketStore.Server.Configuration;

/// <summary>An entry of <c>triggers</c>, as written.</summary>
/// <param name="Module">The name of the plug-in, such as <c>ondiskagg.so</c>.</param>
/// <param name="On">Which year files it fires for, such as <c>*/1Min/OHLCV</c>.</param>
/// <param name="Config">The plug-in's own settings.</param>
/// <param name="Line">The line in the file.</param>
public sealed record TriggerConfiguration(string Module, string On, ConfigurationMap Config, int Line);
