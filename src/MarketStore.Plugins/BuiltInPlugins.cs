using MarketStore.Plugins.Aggregation;
using MarketStore.Plugins.Streaming;

namespace MarketStore.Plugins;

/// <summary>The plug-ins that come with the server.</summary>
public static class BuiltInPlugins
{
    /// <summary>Factories by the names of their modules, without an ending.</summary>
    public static IReadOnlyDictionary<string, object> All { get; } = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase)
    {
        ["ondiskagg"] = new OnDiskAggFactory(),
        ["stream"] = new StreamFactory(),
    };
}
