using MarketStore.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Hosting;

/// <summary>Says once for each configured module that this build has none.</summary>
internal static class PluginNotices
{
    public static void Log(ServerConfiguration configuration, ILogger log)
    {
        var modules = configuration.Triggers.Select(trigger => trigger.Module).Concat(configuration.BackgroundWorkers.Select(worker => worker.Module));
        foreach (var module in modules.Distinct(StringComparer.Ordinal))
            log.LogError("module {Module} is not available in this build", module);
    }
}
