using System.Diagnostics;
using System.Globalization;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Plugins.Abstractions;
using MarketStore.Server.Configuration;
using MarketStore.Server.Console;
using MarketStore.Server.Plugins.Loading;
using MarketStore.Server.Plugins.Triggers;
using MarketStore.Server.Plugins.Workers;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Plugins;

/// <summary>All plug-ins of a server. One that cannot be loaded is left out, with one error in the log, and the server goes on.</summary>
internal sealed class PluginService : IStatusSource
{
    static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(1);

    readonly Database _database;
    readonly PluginLoader _loader;
    readonly Action<TimeBucketKey, ColumnSeries, long> _publish;
    readonly TimeProvider _clock;
    readonly ILoggerFactory _loggers;
    readonly ILogger _log;
    readonly TriggerOptions _options;
    readonly List<TriggerRunner> _triggers = [];
    readonly List<(WorkerRunner Runner, IWorker First)> _workers = [];
    readonly List<PluginHost> _hosts = [];
    readonly List<string> _missing = [];
    readonly StrayExceptions _strays;

    public PluginService(
        ServerConfiguration configuration, Database database, IReadOnlyDictionary<string, object> builtIns, Action<TimeBucketKey, ColumnSeries, long> publish, TimeProvider clock, ILoggerFactory loggers, TriggerOptions? options = null)
    {
        (_database, _publish, _clock, _loggers, _options) = (database, publish, clock, loggers, options ?? new());
        _log = loggers.CreateLogger<PluginService>();
        _strays = new(clock, _log);
        _loader = new(builtIns, Path.GetFullPath(configuration.PluginDirectory));
        foreach (var trigger in configuration.Triggers)
            Attempt(trigger.Module, trigger.Line, () => Load(trigger));
        foreach (var worker in configuration.BackgroundWorkers)
            Attempt(worker.Module, worker.Line, () => Load(worker));
    }

    public string StatusName => "plug-ins";

    public IReadOnlyList<TriggerRunner> Triggers => _triggers;

    public IEnumerable<WorkerRunner> Workers => _workers.Select(worker => worker.Runner);

    public IReadOnlyList<PluginHost> Hosts => _hosts;

    /// <summary>Modules of the configuration that could not be loaded.</summary>
    public IReadOnlyList<string> Missing => _missing;

    /// <summary>Exceptions that nobody waited for, by the plug-in's assembly.</summary>
    public IEnumerable<KeyValuePair<string, long>> Strays => _strays.Counts;

    /// <summary>True for a call that takes longer than any should.</summary>
    public bool Hangs(PluginActivity activity) => activity.Busy >= _options.HangTime;

    /// <summary>From here on triggers hear of what is committed, and workers run.</summary>
    public void Start()
    {
        if (_triggers.Count > 0)
            _database.Listen(new TriggerDispatcher(_triggers));
        else if (_missing.Count == 0)
            _database.ForgetMissedChanges();
        _triggers.ForEach(trigger => trigger.Start());
        _workers.ForEach(worker => worker.Runner.Start(worker.First));
    }

    /// <summary>Ends the workers, lets triggers do what they were told of, and ends them. What is not done by the deadline is told again at the next start.</summary>
    public async Task StopAsync()
    {
        var deadline = _clock.GetTimestamp() + (long)(_options.StopDeadline.TotalSeconds * _clock.TimestampFrequency);
        foreach (var (runner, isStopped) in await Task.WhenAll(_workers.Select(async worker => (worker.Runner, await worker.Runner.StopAsync(_options.StopDeadline)))))
        {
            if (!isStopped)
                _log.LogError("background worker {Name} does not end, and is left to itself", runner.Name);
            runner.Dispose();
        }

        // What one trigger writes another may hear of.
        while (_triggers.Exists(trigger => !trigger.Queue.IsIdle) && _clock.GetTimestamp() < deadline)
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        StopTriggers();
        _hosts.ForEach(host => host.Dispose());
        _strays.End();
    }

    /// <summary>All at once, so that many that do not return hold the stop up no longer than one.</summary>
    void StopTriggers()
    {
        _triggers.ForEach(trigger => trigger.BeginStop());
        var patience = Stopwatch.StartNew();
        foreach (var trigger in _triggers)
        {
            var left = trigger.Queue.Count;
            var remaining = LastPatience - patience.Elapsed;
            if (!trigger.Join(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero))
                _log.LogError("trigger {Name} does not return, and is left to itself", trigger.Name);
            trigger.Dispose();
            if (left > 0)
                _log.LogWarning("trigger {Name} was not told of {Count} changes: it is at the next start", trigger.Name, left);
        }
    }

    public IEnumerable<(string Name, string Value)> GetStatus()
    {
        foreach (var trigger in _triggers)
            yield return ($"trigger {trigger.Name}", string.Create(CultureInfo.InvariantCulture, $"{StateOf(trigger.Activity)}; {trigger.Queue.Count} waiting, {trigger.Queue.Lag.TotalSeconds:0.0} s behind, {trigger.Activity.Calls} calls, {trigger.Activity.Failures} failed"));
        foreach (var (worker, _) in _workers)
            yield return ($"worker {worker.Name}", string.Create(CultureInfo.InvariantCulture, $"{(worker.IsDone ? "done" : worker.Activity.Busy is { } busy ? $"runs since {busy.TotalSeconds:0} s" : "waits to be started again")}, {worker.Activity.Failures} failed"));
        foreach (var host in _hosts.Where(host => host.LogLinesLeftOut > 0))
            yield return ($"log of {host.Name}", string.Create(CultureInfo.InvariantCulture, $"{host.LogLinesLeftOut} lines left out"));
        foreach (var module in _missing)
            yield return ($"module {module}", "could not be loaded");
    }

    string StateOf(PluginActivity activity) => Hangs(activity) ? string.Create(CultureInfo.InvariantCulture, $"hangs since {activity.Busy?.TotalSeconds:0} s") : activity.Busy is null ? "idle" : "at work";

    void Attempt(string module, int line, Func<Action> load)
    {
        try
        {
            WithinDeadline(module, load)();
        }
        catch (PluginSettingsException error)
        {
            _missing.Add(module);
            _log.LogError("line {Line}: module {Module} is left out: config, {Reason}", line, module, error.Message);
        }
        catch (PluginLoadException error)
        {
            _missing.Add(module);
            _log.LogError("line {Line}: {Reason}", line, error.Message);
        }
        catch (Exception error) // Whatever a plug-in throws while it is made is no reason not to start.
        {
            _missing.Add(module);
            _log.LogError(error, "line {Line}: module {Module} is left out: it failed", line, module);
        }
    }

    /// <summary>One that does not come up keeps the server from starting no longer than this. It changes nothing when it does so later.</summary>
    Action WithinDeadline(string module, Func<Action> load)
    {
        var loaded = new TaskCompletionSource<Action>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                loaded.SetResult(load());
            }
            catch (Exception error)
            {
                loaded.SetException(error);
            }
        })
        { Name = $"load {module}", IsBackground = true }.Start();
        if (Task.WaitAny([loaded.Task], _options.LoadDeadline) < 0)
            throw new PluginLoadException(string.Create(CultureInfo.InvariantCulture, $"module {module} is left out: it was not made within {_options.LoadDeadline.TotalSeconds:0.#} s, and is left to itself"));
        return loaded.Task.GetAwaiter().GetResult();
    }

    Action Load(TriggerConfiguration entry)
    {
        var factory = _loader.Find<ITriggerFactory>(entry.Module);
        var pattern = new TriggerPattern(entry.On);
        if (pattern.Fault is { } fault)
            _log.LogError("line {Line}: on: {Pattern} matches nothing: {Fault}", entry.Line, entry.On, fault);
        var name = NameFor(entry.Module);
        TriggerRunner? runner = null;
        var host = HostFor(name, () => runner?.Cause);
        var trigger = Made(entry.Module, factory.CreateTrigger(SettingsOf.Map(entry.Config), host));
        return () =>
        {
            _hosts.Add(host);
            _triggers.Add(runner = new(name, trigger, pattern, new(_clock), _options, _clock, _log));
            _log.LogInformation("trigger {Name} on {Pattern}", name, entry.On);
        };
    }

    Action Load(BackgroundWorkerConfiguration entry)
    {
        var factory = _loader.Find<IWorkerFactory>(entry.Module);
        var name = NameFor(entry.Name.Length > 0 ? entry.Name : entry.Module);
        var host = HostFor(name, () => null);
        IWorker Create() => Made(entry.Module, factory.CreateWorker(SettingsOf.Map(entry.Config), host));
        var first = Create();
        return () =>
        {
            _hosts.Add(host);
            _workers.Add((new(name, Create, new(_clock), _clock, _log), first));
            _log.LogInformation("background worker {Name} of {Module}", name, entry.Module);
        };
    }

    /// <summary>Nothing keeps a factory from returning nothing.</summary>
    static T Made<T>(string module, T? made)
        where T : class => made ?? throw new PluginLoadException($"module {module} is left out: it has made nothing");

    PluginHost HostFor(string name, Func<object?> origin) => new(name, _database, _publish, _clock, _loggers.CreateLogger($"plugin.{name}"), origin);

    /// <summary>The module's name; a second one of the name gets a number.</summary>
    string NameFor(string module)
    {
        var name = PluginLoader.NameOf(module);
        var free = name;
        for (var number = 2; _hosts.Exists(host => host.Name == free); number++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        return free;
    }
}
