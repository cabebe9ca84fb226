using MarketStore.Plugins.Abstractions;

namespace MarketStore.Plugins.Streaming;

/// <summary>Makes <c>stream</c>: bars and ticks go to the subscribers of <c>/ws</c>.</summary>
public sealed class StreamFactory : ITriggerFactory
{
    public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host) => new StreamTrigger(host, CalendarSetting.Read(settings, host));
}
