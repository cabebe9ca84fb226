using System.Globalization;
using MarketStore.Server.Configuration;
using MarketStore.Storage;

namespace MarketStore.Server.Console;

/// <summary>The settings in force, without anything of plug-ins beyond their names: their settings hold secrets.</summary>
public sealed class ConfigurationStatus(ServerConfiguration configuration) : IStatusSource
{
    public string StatusName => "configuration";

    public IEnumerable<(string Name, string Value)> GetStatus()
    {
        yield return ("root_directory", Path.GetFullPath(configuration.RootDirectory));
        yield return ("listen", new ListenAddress(configuration.ListenHost, configuration.ListenPort).ToString());
        yield return ("grpc", configuration.GrpcListenPort is { } port ? new ListenAddress(configuration.ListenHost, port).ToString() : "off");
        yield return ("utilities", configuration.Utilities?.ToString() ?? "off");
        yield return ("timezone", configuration.Zone.Name);
        yield return ("log_level", JsonLineFormatter.NameOf(configuration.LogLevel));
        yield return ("wal_sync", SyncOf(configuration));
        yield return ("checkpoints", string.Create(CultureInfo.InvariantCulture, $"every {configuration.CheckpointInterval.TotalMinutes:0} min"));
        yield return ("variable compression", configuration.CompressVariableRecords ? "on" : "off");
        yield return ("max_request_size", string.Create(CultureInfo.InvariantCulture, $"{configuration.MaxRequestMebibytes} MiB"));
        yield return ("triggers", Modules(configuration.Triggers.Select(trigger => trigger.Module)));
        yield return ("bgworkers", Modules(configuration.BackgroundWorkers.Select(worker => worker.Module)));
    }

    static string SyncOf(ServerConfiguration configuration) => configuration switch
    {
        { WalBypass: true } => "no log (wal_bypass)",
        { WalSync: WalSync.Commit } => "commit",
        { WalSync: WalSync.Interval } => "interval",
        _ => "none",
    };

    static string Modules(IEnumerable<string> modules) => string.Join(", ", modules) is { Length: > 0 } names ? names : "none";
}
