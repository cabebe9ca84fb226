using MarketStore.Plugins.Abstractions;

namespace MarketStore.SamplePlugin;

/// <summary>
/// Makes a trigger that writes an alert whenever a price jumps:
/// <code>
/// triggers:
///   - module: MarketStore.SamplePlugin
///     on: "*/1Min/OHLCV"
///     config: { percent: 5 }
/// </code>
/// </summary>
public sealed class AlertFactory : ITriggerFactory
{
    public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host) => new AlertTrigger(host, settings.GetNumber("percent", otherwise: 5, least: 1, most: 1_000));
}
