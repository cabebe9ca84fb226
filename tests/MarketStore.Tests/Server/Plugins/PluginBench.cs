using System.Globalization;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Plugins;
using MarketStore.Plugins.Abstractions;
using MarketStore.Server.Configuration;
using MarketStore.Server.Configuration.Yaml;
using MarketStore.Server.Plugins;
using MarketStore.Server.Plugins.Triggers;
using MarketStore.Storage;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Functions;
using MarketStore.Tests.Storage.Doubles;
using Microsoft.Extensions.Logging;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>A database with plug-ins, without a network.</summary>
sealed class PluginBench : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TemporaryDirectory _directory;
    ServerConfiguration _configuration;
    int _crashes;
    readonly Dictionary<string, object> _builtIns;
    readonly TriggerOptions _options;
    readonly TimeProvider _clock;

    public PluginBench(IEnumerable<TriggerConfiguration> triggers, string zone = "UTC", IReadOnlyDictionary<string, object>? plugins = null, TriggerOptions? options = null, TimeProvider? clock = null, IEnumerable<BackgroundWorkerConfiguration>? workers = null, Action<string>? fillPluginDirectory = null)
    {
        _directory = new();
        _clock = clock ?? TimeProvider.System;
        _options = options ?? new();
        _builtIns = new(BuiltInPlugins.All.Concat(plugins ?? new Dictionary<string, object>()));
        _configuration = new()
        {
            RootDirectory = _directory.Combine("data"),
            PluginDirectory = _directory.Combine("plugins"),
            Zone = MarketTimeZone.TryGet(zone, out var found) ? found : throw new ArgumentException(zone),
            WalSync = WalSync.None,
            Triggers = [.. triggers],
            BackgroundWorkers = [.. workers ?? []],
        };
        fillPluginDirectory?.Invoke(Directory.CreateDirectory(_configuration.PluginDirectory).FullName);
        Open();
    }

    public HookedDisk Disk { get; } = new();

    public Database Database { get; private set; } = null!;

    public PluginService Plugins { get; private set; } = null!;

    public RecordingLog Log { get; } = new();

    public List<(TimeBucketKey Key, string Rows)> Published { get; } = [];

    public static TriggerConfiguration Trigger(string module, string on, params (string Key, object Value)[] config) => new(module, on, MapOf(config), Line: 1);

    public static ConfigurationMap MapOf(params (string Key, object Value)[] config) => new(1, [.. config.Select(entry => new ConfigurationEntry(entry.Key, 1, NodeOf(entry.Value)))]);

    public Task Write(string key, params Column[] columns)
    {
        var rows = Rows.Of(columns);
        return Database.WriteAsync([new(TimeBucketKey.Parse(key), rows, rows.TryGetColumn("Nanoseconds", out _))]);
    }

    /// <summary>Waits until every trigger has done what it was told of.</summary>
    public Task Drain() => Until(() => Plugins.Triggers.All(trigger => trigger.Queue.IsIdle));

    /// <summary>Waits until something is so.</summary>
    /// <exception cref="OperationCanceledException">It is not for too long.</exception>
    public static async Task Until(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public string Read(string key)
    {
        using var rows = Database.Scan(TimeBucketKey.Parse(key), new(TimeRange.All));
        return Rows.Describe(rows);
    }

    /// <summary>Stops in good order and starts again.</summary>
    public async Task Restart()
    {
        await Close();
        Open();
    }

    /// <summary>Goes on with what the disk holds now, as if the process had been killed.</summary>
    /// <param name="triggers">Those of the configuration from here on; null for the same.</param>
    public async Task Crash(IReadOnlyList<TriggerConfiguration>? triggers = null)
    {
        var copy = _directory.Combine(string.Create(CultureInfo.InvariantCulture, $"data-{++_crashes}"));
        Disk.WhileStill(() => SparseCopy.Directory(_configuration.RootDirectory, copy));
        await Close();
        _configuration = _configuration with { RootDirectory = copy, Triggers = triggers ?? _configuration.Triggers };
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Close();
        _directory.Dispose();
    }

    void Open()
    {
        using var loggers = new Loggers(Log);
        Database = Database.Open(_configuration.ToDatabaseOptions(), loggers.CreateLogger<Database>(), Disk, TimeProvider.System);
        Plugins = new(_configuration, Database, _builtIns, (key, rows, _) => Published.Add((key, Rows.Describe(rows))), _clock, loggers, _options);
        Plugins.Start();
    }

    async Task Close()
    {
        await Plugins.StopAsync();
        await Database.DisposeAsync();
    }

    static ConfigurationNode NodeOf(object value) => value switch
    {
        string text => new ConfigurationScalar(1, text, isQuoted: false),
        IEnumerable<string> texts => new ConfigurationList(1, [.. texts.Select(text => (ConfigurationNode)new ConfigurationScalar(1, text, isQuoted: false))]),
        _ => throw new ArgumentException($"{value}"),
    };

    sealed class Loggers(RecordingLog log) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }
}
