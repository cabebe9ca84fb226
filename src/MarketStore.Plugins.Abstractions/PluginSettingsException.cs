namespace MarketStore.Plugins.Abstractions;

/// <summary>A setting of a plug-in makes no sense.</summary>
/// <param name="key">Its name.</param>
/// <param name="reason">What is wrong, with the value: for whoever wrote the file. Never put a secret into it.</param>
public sealed class PluginSettingsException(string key, string reason) : Exception($"{key}: {reason}")
{
    /// <summary>The setting's name.</summary>
    public string Key { get; } = key;
}
