using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using MarketStore.Server.Plugins.Loading;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Plugins;

/// <summary>
/// What plug-ins throw on threads that they started, and in methods that nobody awaits: it ends the thread or the method, and not the process. What is not a plug-in's ends the process as ever. Any thread.
/// </summary>
internal sealed class StrayExceptions
{
    static readonly ConcurrentDictionary<StrayExceptions, bool> Listeners = new();
    static readonly Lazy<bool> IsWatching = new(() =>
    {
        ExceptionHandling.SetUnhandledExceptionHandler(IsOfAPlugin);
        return true;
    });

    readonly TimeProvider _clock;
    readonly ILogger _log;
    readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, PluginLog> _logs = new(StringComparer.Ordinal);

    public StrayExceptions(TimeProvider clock, ILogger log)
    {
        (_clock, _log) = (clock, log);
        Listeners[this] = IsWatching.Value;
    }

    /// <summary>How many there were, by the plug-in's assembly.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counts => _counts;

    /// <summary>At the stop: nobody is told any more.</summary>
    public void End()
    {
        Listeners.TryRemove(this, out _);
        foreach (var log in _logs.Values)
            log.Dispose();
    }

    static bool IsOfAPlugin(Exception error)
    {
        if (PluginOf(error) is not { } plugin)
            return false;
        foreach (var listener in Listeners.Keys)
            listener.Add(plugin, error);
        return true;
    }

    /// <summary>The nearest plug-in on the way to where it was thrown; null when none is.</summary>
    static string? PluginOf(Exception error) => new StackTrace(error).GetFrames()
        .Select(frame => frame.GetMethod()?.Module.Assembly is { } assembly && AssemblyLoadContext.GetLoadContext(assembly) is PluginLoadContext context ? context.Name : null)
        .FirstOrDefault(name => name is not null);

    void Add(string plugin, Exception error)
    {
        _counts.AddOrUpdate(plugin, 1, (_, count) => count + 1);
        _logs.GetOrAdd(plugin, name => new(name, _log, _clock)).LogError(error, "an exception that nobody waited for");
    }
}
