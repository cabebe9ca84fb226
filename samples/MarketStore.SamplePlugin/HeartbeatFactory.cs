using MarketStore.Plugins.Abstractions;

namespace MarketStore.SamplePlugin;

/// <summary>
/// Makes a background worker that stores a beat now and then, as a feeder would store bars:
/// <code>
/// bgworkers:
///   - module: MarketStore.SamplePlugin
///     name: heart
///     config: { symbol: HEART, milliseconds: 1000 }
/// </code>
/// </summary>
public sealed class HeartbeatFactory : IWorkerFactory
{
    public IWorker CreateWorker(PluginSettings settings, IPluginHost host) =>
        new HeartbeatWorker(host, settings.GetText("symbol", otherwise: "HEART"), TimeSpan.FromMilliseconds(settings.GetNumber("milliseconds", otherwise: 1_000, least: 1, most: 86_400_000)));
}
