using System.Collections.Concurrent;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Plugins.Abstractions;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Plugins;

/// <summary>What one plug-in is given.</summary>
/// <param name="name">Its name, as metrics show it.</param>
/// <param name="database">The store.</param>
/// <param name="publish">Sends rows to subscribers.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="logger">Takes its lines.</param>
/// <param name="origin">Tells what led to a write.</param>
internal sealed class PluginHost(string name, Database database, Action<TimeBucketKey, ColumnSeries, long> publish, TimeProvider clock, ILogger logger, Func<object?> origin) : IPluginHost, IDisposable
{
    const int MaxCounters = 100;
    const int MaxCounterName = 100;

    readonly ConcurrentDictionary<string, long> _counters = new(StringComparer.Ordinal);
    readonly PluginLog _log = new(name, logger, clock);

    public string Name { get; } = name;

    public IPluginStore Store { get; } = new PluginStore(database, origin);

    public MarketTimeZone Zone => database.Zone;

    public TimeProvider Clock { get; } = clock;

    public ILogger Logger => _log;

    /// <summary>Lines of the log that were left out, since the plug-in said too much.</summary>
    public long LogLinesLeftOut => _log.LeftOut;

    /// <summary>What the plug-in has counted.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counters => _counters;

    public void Publish(TimeBucketKey key, ColumnSeries rows, long sequence) => publish(key, rows, sequence);

    /// <summary>What makes no sense is not counted: a counter rises, and its name is short.</summary>
    public void Count(string name, long amount)
    {
        if (amount >= 0 && name.Length is > 0 and <= MaxCounterName && (_counters.Count < MaxCounters || _counters.ContainsKey(name)))
            _counters.AddOrUpdate(name, amount, (_, before) => before > long.MaxValue - amount ? long.MaxValue : before + amount);
    }

    public void Dispose() => _log.Dispose();
}
