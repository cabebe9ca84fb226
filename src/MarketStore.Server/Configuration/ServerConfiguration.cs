using MarketStore.Core.Time;
using MarketStore.Sql;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Configuration;

/// <summary>All settings of a server. A new one holds what a server without a configuration file uses. Each key has its row in docs/configuration.md.</summary>
public sealed record ServerConfiguration
{
    public string RootDirectory { get; init; } = "data";

    /// <summary>For the main and the gRPC listener; empty means every interface.</summary>
    public string ListenHost { get; init; } = "";

    public int ListenPort { get; init; } = 5993;

    /// <summary>Null for no gRPC.</summary>
    public int? GrpcListenPort { get; init; } = 5995;

    public int GrpcMaxSendMessageMebibytes { get; init; } = 1024;

    public int GrpcMaxReceiveMessageMebibytes { get; init; } = 1024;

    /// <summary>Where heartbeats are answered; null for nowhere.</summary>
    public ListenAddress? Utilities { get; init; }

    public MarketTimeZone Zone { get; init; } = MarketTimeZone.Utc;

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How long HTTP is still answered after a stop was asked for.</summary>
    public TimeSpan StopGracePeriod { get; init; }

    /// <summary>The longest time from a write to the checkpoint that covers it and drops its log. <c>wal_rotate_interval</c>.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    public bool CompressVariableRecords { get; init; } = true;

    public bool WalBypass { get; init; }

    public WalSync WalSync { get; init; } = WalSync.Commit;

    /// <summary>The largest body of one request.</summary>
    public int MaxRequestMebibytes { get; init; } = 256;

    /// <summary>The bodies of all requests in flight together.</summary>
    public int MaxRequestMemoryMebibytes { get; init; } = 1024;

    /// <summary>Open connections of each listener.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>Open year files.</summary>
    public int MaxOpenFiles { get; init; } = DatabaseOptions.DefaultMaxOpenFiles;

    /// <summary>What waits for all subscribers of the live stream together.</summary>
    public int StreamMemoryMebibytes { get; init; } = 32;

    /// <summary>What SQL statements may use.</summary>
    public SqlOptions Sql { get; init; } = new();

    public ReplicationConfiguration Replication { get; init; } = new();

    /// <summary>Where assemblies of plug-ins are.</summary>
    public string PluginDirectory { get; init; } = "plugins";

    public IReadOnlyList<TriggerConfiguration> Triggers { get; init; } = [];

    public IReadOnlyList<BackgroundWorkerConfiguration> BackgroundWorkers { get; init; } = [];

    public DatabaseOptions ToDatabaseOptions() => new()
    {
        RootDirectory = Path.GetFullPath(RootDirectory),
        Zone = Zone,
        CompressVariableRecords = CompressVariableRecords,
        WalSync = WalSync,
        WalBypass = WalBypass,
        CheckpointInterval = CheckpointInterval,
        MaxOpenFiles = MaxOpenFiles,
    };
}
