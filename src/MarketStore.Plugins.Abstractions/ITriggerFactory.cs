namespace MarketStore.Plugins.Abstractions;

/// <summary>Makes triggers. A plug-in assembly has one public class of this kind, with a constructor that takes nothing, for <c>triggers</c> of the configuration.</summary>
public interface ITriggerFactory
{
    /// <summary>Makes the trigger for one entry of the configuration.</summary>
    /// <param name="settings">The entry's <c>config</c>.</param>
    /// <param name="host">What the trigger may use, as long as it lives.</param>
    /// <exception cref="PluginSettingsException">The settings make no sense; the trigger is left out and the server starts.</exception>
    ITrigger CreateTrigger(PluginSettings settings, IPluginHost host);
}
