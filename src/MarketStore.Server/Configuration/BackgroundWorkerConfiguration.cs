using MarketStore.Server.Configuration.Yaml;

namespace MarketStore.Server.Configuration;

/// <summary>An entry of <c>bgworkers</c>, as written.</summary>
/// <param name="Module">The name of the plug-in, such as <c>massive.so</c>.</param>
/// <param name="Name">A name for the log.</param>
/// <param name="Config">The plug-in's own settings. May hold secrets: never log them.</param>
/// <param name="Line">The line in the file.</param>
public sealed record BackgroundWorkerConfiguration(string Module, string Name, ConfigurationMap Config, int Line);
