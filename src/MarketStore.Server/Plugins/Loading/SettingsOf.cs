using MarketStore.Plugins.Abstractions;
using MarketStore.Server.Configuration.Yaml;

namespace MarketStore.Server.Plugins.Loading;

/// <summary>Gives a plug-in its part of the configuration.</summary>
internal static class SettingsOf
{
    public static PluginSettings Map(ConfigurationMap map) => new(ToDictionary(map));

    static Dictionary<string, object?> ToDictionary(ConfigurationMap map)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
            values[entry.Key] = ToValue(entry.Value);
        return values;
    }

    static object? ToValue(ConfigurationNode node) => node switch
    {
        ConfigurationMap map => ToDictionary(map),
        ConfigurationList list => list.Items.Select(ToValue).ToList(),
        ConfigurationScalar { IsNull: false } scalar => scalar.Text,
        _ => null,
    };
}
