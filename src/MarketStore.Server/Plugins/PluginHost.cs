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
internal sealed class PluginHost(string name, Database database, Action<TimeBucketKey, ColumnSeries, long> publish, TimeProvider clock, ILogger logger, Func<object?> origin) : IPluginHost
{
    const int MaxCounters = 100;

    readonly ConcurrentDictionary<string, long> _counters = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public IPluginStore Store { get; } = new PluginStore(database, origin);

    public MarketTimeZone Zone => database.Zone;

    public TimeProvider Clock { get; } = clock;

    public ILogger Logger { get; } = logger;

    /// <summary>What the plug-in has counted.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counters => _counters;

    public void Publish(TimeBucketKey key, ColumnSeries rows, long sequence) => publish(key, rows, sequence);

    public void Count(string name, long amount)
    {
        if (_counters.Count < MaxCounters || _counters.ContainsKey(name))
            _counters.AddOrUpdate(name, amount, (_, before) => before + amount);
    }
}
