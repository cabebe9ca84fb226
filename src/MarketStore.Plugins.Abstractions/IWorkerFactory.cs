namespace MarketStore.Plugins.Abstractions;

/// <summary>Makes background workers. A plug-in assembly has one public class of this kind, with a constructor that takes nothing, for <c>bgworkers</c> of the configuration.</summary>
public interface IWorkerFactory
{
    /// <summary>Makes the worker for one entry of the configuration, and again after it failed.</summary>
    /// <param name="settings">The entry's <c>config</c>.</param>
    /// <param name="host">What the worker may use, as long as it lives.</param>
    /// <exception cref="PluginSettingsException">The settings make no sense; the worker is left out and the server starts.</exception>
    IWorker CreateWorker(PluginSettings settings, IPluginHost host);
}
