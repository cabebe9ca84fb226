using MarketStore.Plugins.Abstractions;

namespace MarketStore.TestPlugin;

/// <summary>Makes triggers that behave as badly as their <c>mode</c> says.</summary>
public sealed class BadTriggerFactory : ITriggerFactory
{
    public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host) =>
        settings.GetText("mode") == "refuse" ? throw new InvalidOperationException("I will not be made") : new BadTrigger(settings.GetText("mode"), host);
}
