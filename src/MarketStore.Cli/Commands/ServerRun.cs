using MarketStore.Plugins;
using MarketStore.Server.Configuration;
using MarketStore.Server.Console;
using MarketStore.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace MarketStore.Cli.Commands;

/// <summary>One run of a server in the foreground: reads the configuration, starts, waits for a signal, stops.</summary>
/// <param name="file">The configuration file that was asked for; null for the default.</param>
internal sealed class ServerRun(string? file)
{
    public const string DefaultFile = "./mkts.yml";

    // A file of nonsense could bury everything else in the log.
    const int MostWarnings = 100;

    readonly List<ConfigurationOverride> _overrides = [];

    /// <summary>Lets a value count instead of the file's; null changes nothing.</summary>
    public void Override(string key, string? value, string option)
    {
        if (value is not null)
            _overrides.Add(new(key, value, option));
    }

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var path = file ?? (File.Exists(DefaultFile) ? DefaultFile : null);
        var (configuration, warnings) = Load(path);
        using var log = new JsonLineLog(Console.OpenStandardOutput(), TimeProvider.System);
        using var loggers = ServerLogging.CreateFactory(log, configuration.LogLevel);
        var logger = loggers.CreateLogger<ServerRun>();
        LogConfiguration(logger, path, configuration, warnings);

        MarketStoreServer? server = null;
        using var signals = new ServerSignals(() => log.AddText(server?.WriteStatus() ?? "still starting\n"), () => Environment.Exit(ExitCode.Failure), TimeProvider.System);
        await using (server = await MarketStoreServer.StartAsync(configuration, loggers, TimeProvider.System, BuiltInPlugins.All, cancellationToken))
        {
            server.AnnounceReady();
            var signal = await signals.StopRequested;
            logger.LogInformation("initiating graceful shutdown due to {Signal} request", signal);
            await server.StopAsync();
        }

        logger.LogInformation("exiting...");
        return ExitCode.Success;
    }

    LoadedConfiguration Load(string? path)
    {
        try
        {
            return path is null ? ConfigurationFile.LoadDefaults(_overrides) : ConfigurationFile.Load(path, _overrides);
        }
        catch (ConfigurationException e)
        {
            throw new ConfigurationFileException(path, e);
        }
    }

    static void LogConfiguration(ILogger logger, string? path, ServerConfiguration configuration, IReadOnlyList<ConfigurationProblem> warnings)
    {
        if (path is null)
            logger.LogInformation("there is no {File}: running on built-in defaults ({Defaults})", DefaultFile, Summarize(configuration));
        else
            logger.LogInformation("using {File} for configuration", path);
        foreach (var warning in warnings.Take(MostWarnings))
            logger.LogWarning("{File}: {Warning}", path, warning);
        if (warnings.Count > MostWarnings)
            logger.LogWarning("{File}: and {Count} more", path, warnings.Count - MostWarnings);
    }

    static string Summarize(ServerConfiguration configuration) =>
        string.Join(", ", new ConfigurationStatus(configuration).GetStatus().Select(setting => $"{setting.Name} {setting.Value}"));
}
