using MarketStore.Core.Errors;
using MarketStore.Query;
using MarketStore.Server.Configuration;
using MarketStore.Server.Console;
using MarketStore.Server.Metrics;
using MarketStore.Server.Plugins;
using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.Resuming;
using MarketStore.Sql;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Hosting;

/// <summary>A running server: the data directory and the listeners in front of it.</summary>
public sealed class MarketStoreServer : IAsyncDisposable
{
    readonly ServerParts _parts;
    readonly ServerListeners _listeners;
    readonly Func<string> _writeStatus;
    readonly DiskUsageMonitor _diskUsage;
    readonly WarmUp _warmUp;
    readonly PluginService _plugins;
    readonly ILogger _log;
    bool _isStopped;

    MarketStoreServer(ServerParts parts, ServerListeners listeners, Func<string> writeStatus, DiskUsageMonitor diskUsage, WarmUp warmUp, PluginService plugins, ILogger log) =>
        (_parts, _listeners, _writeStatus, _diskUsage, _warmUp, _plugins, _log) = (parts, listeners, writeStatus, diskUsage, warmUp, plugins, log);

    /// <summary>Where <c>/rpc</c> is served.</summary>
    public ListenAddress Address => _listeners.Main!.Address;

    /// <summary>Where gRPC is served; null for nowhere.</summary>
    public ListenAddress? GrpcAddress => _listeners.Grpc?.Address;

    /// <summary>Where heartbeats are answered; null for nowhere.</summary>
    public ListenAddress? UtilitiesAddress => _listeners.Utilities?.Address;

    /// <summary>Opens the data and starts to answer. Returns once every listener takes connections.</summary>
    /// <exception cref="MarketStoreException">The data directory cannot be opened, or an address is taken.</exception>
    /// <param name="builtIns">Plug-ins that come with the program: factories by the names of their modules.</param>
    public static async Task<MarketStoreServer> StartAsync(
        ServerConfiguration configuration, ILoggerFactory loggers, TimeProvider clock, IReadOnlyDictionary<string, object>? builtIns = null, CancellationToken cancellationToken = default)
    {
        var log = loggers.CreateLogger<MarketStoreServer>();
        var state = new ServerState(clock);
        var metrics = new ServerMetrics();
        MissingParts.Log(configuration, log);

        log.LogInformation("initializing marketstore...");
        var options = configuration.ToDatabaseOptions();
        log.LogInformation("Root Directory: {Root}", options.RootDirectory);
        var database = OpenDatabase(options, loggers);
        metrics.SetStartup(state.Uptime);
        log.LogInformation("startup time: {Duration}", GoDuration.Format(state.Uptime));

        var queries = new QueryEngine(database, clock);
        var stream = CreateStream(configuration, database, metrics, clock, loggers);
        var parts = new ServerParts(configuration, database, queries, new SqlEngine(database, queries, configuration.Sql, clock, loggers.CreateLogger<SqlEngine>(), metrics.Sql), stream, state, metrics, loggers, clock);
        var plugins = new PluginService(configuration, database, builtIns ?? new Dictionary<string, object>(), stream.Publish, clock, loggers);
        metrics.Watch(plugins);
        plugins.Start();
        log.LogInformation("launching rpc data server...");
        log.LogInformation("launching prometheus metrics server...");
        ServerListeners? listeners = null;
        string WriteStatus() => StatusReport.Write([new ProcessStatus(state), new ConfigurationStatus(configuration), .. listeners!.StatusSources, new CatalogStatus(database), plugins]);
        listeners = new ServerListeners(configuration, ServerWiring.For(parts, WriteStatus), state, metrics, loggers, clock);
        try
        {
            await listeners.StartAsync(cancellationToken);
        }
        catch
        {
            await listeners.DisposeAsync();
            await plugins.StopAsync();
            parts.Stream.Dispose();
            parts.Sql.Dispose();
            await database.DisposeAsync();
            throw;
        }

        return new(parts, listeners, WriteStatus, new DiskUsageMonitor(options.RootDirectory, metrics, clock, log), new WarmUp(Path.GetTempPath(), clock, log), plugins, log);
    }

    /// <summary>Tells whoever reads the log that requests are answered and signals are heard, and at which addresses.</summary>
    public void AnnounceReady() => _log.LogInformation(
        "ready after {Duration}: rpc at {Main}, gRPC {Grpc}", GoDuration.Format(_parts.State.Uptime), Address, GrpcAddress is { } grpc ? $"at {grpc}" : "off");

    /// <summary>What the server tells about itself on SIGUSR1 and at <c>/status</c>.</summary>
    public string WriteStatus() => _writeStatus();

    /// <summary>Lets running requests finish, closes the listeners, checkpoints and closes the data.</summary>
    public async Task StopAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        _log.LogInformation("stopping: no more queries are taken...");
        await _listeners.StopAsync();
        await _warmUp.DisposeAsync();
        await _diskUsage.DisposeAsync();
        await _plugins.StopAsync();
        _parts.Stream.Dispose();
        _parts.Sql.Dispose();
        await _parts.Database.DisposeAsync();
        await _listeners.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    static StreamHub CreateStream(ServerConfiguration configuration, Database database, ServerMetrics metrics, TimeProvider clock, ILoggerFactory loggers) =>
        new(new StreamOptions { MaxConnections = configuration.MaxConnections, MaxQueuedBytesOfAll = (long)configuration.StreamMemoryMebibytes << 20 }, new DatabaseRows(database), metrics, clock, loggers.CreateLogger<StreamHub>());

    static Database OpenDatabase(DatabaseOptions options, ILoggerFactory loggers)
    {
        try
        {
            return Database.Open(options, loggers.CreateLogger<Database>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MarketStoreException(ErrorKind.StorageFailure, $"the data directory {options.RootDirectory} (root_directory) cannot be opened: {e.Message}", e);
        }
    }
}
