using MarketStore.Plugins.Abstractions;

namespace MarketStore.Plugins.Aggregation;

/// <summary>Makes <c>ondiskagg</c>: coarser bars out of finer ones, as they come.</summary>
public sealed class OnDiskAggFactory : ITriggerFactory
{
    public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host) => new OnDiskAggTrigger(AggregationSettings.Read(settings, host), host);
}
