using MarketStore.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Hosting;

/// <summary>Says once of everything that a configuration asks for and this build does not have, so that nobody takes a lone server for a replica.</summary>
internal static class MissingParts
{
    public static void Log(ServerConfiguration configuration, ILogger log)
    {
        if (configuration.Replication.Enabled)
            log.LogError("replication.enabled: replication is not available in this build; no writes are offered to replicas");
        if (configuration.Replication.MasterHost.Length > 0)
            log.LogError("replication.master_host: replication is not available in this build; this server takes nothing from {MasterHost}", configuration.Replication.MasterHost);
    }
}
