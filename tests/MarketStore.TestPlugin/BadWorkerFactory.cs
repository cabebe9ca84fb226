using MarketStore.Plugins.Abstractions;

namespace MarketStore.TestPlugin;

/// <summary>Makes workers that throw at once, or never end.</summary>
public sealed class BadWorkerFactory : IWorkerFactory
{
    public IWorker CreateWorker(PluginSettings settings, IPluginHost host) => new BadWorker(settings.GetText("mode"));
}
