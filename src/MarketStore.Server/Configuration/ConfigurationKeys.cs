using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MarketStore.Core.Time;
using MarketStore.Server.Configuration.Yaml;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;
using static MarketStore.Server.Configuration.ScalarValues;

namespace MarketStore.Server.Configuration;

/// <summary>Every key that a configuration file may hold.</summary>
internal static class ConfigurationKeys
{
    public const string RootDirectory = "root_directory";
    public const string ListenPort = "listen_port";
    public const string Replication = "replication";
    public const string Triggers = "triggers";
    public const string BackgroundWorkers = "bgworkers";

    const string TrueOrFalse = "true or false";
    const string TruthWords = "true, false, yes, no, on or off";

    // A gRPC message and an HTTP body are counted in 32 bits by the libraries below.
    const int MostMebibytes = 2047;

    const int DefaultCheckpointMinutes = 5;
    const int MostCheckpointMinutes = 24 * 60;

    /// <summary>Keys of older sample files. No server has ever read them.</summary>
    public static IReadOnlyList<string> NeverUsed { get; } = ["enable_last_known", "polling_interval", "stale_threshold", "start_time"];

    /// <summary>Keys whose value is a list or a section.</summary>
    public static IReadOnlyList<string> Sections { get; } = [Replication, Triggers, BackgroundWorkers];

    public static IReadOnlyList<string> OfTrigger { get; } = ["module", "on", "config"];

    public static IReadOnlyList<string> OfBackgroundWorker { get; } = ["module", "name", "config"];

    /// <summary>Keys with a single value.</summary>
    public static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        ConfigurationKey.Of<string>(RootDirectory, "the path of a directory", TryReadText, (c, path) => path.Length == 0 ? null : c with { RootDirectory = path }),
        ConfigurationKey.Of<string>(
            "listen_host", "the name or address of an interface, or nothing for all", TryReadText, (c, host) => ListenAddress.IsHost(host) ? c with { ListenHost = host } : null),
        ConfigurationKey.Of<int>(ListenPort, "a port number, 0 to 65535", TryReadPort, (c, port) => c with { ListenPort = port }),
        ConfigurationKey.Of<string>("grpc_listen_port", "a port number, 0 to 65535, or nothing for no gRPC", TryReadText, SetGrpcPort),
        ConfigurationKey.Of<int>("grpc_max_send_msg_size", "0 for 1024, or 1 to 2047 (MiB)", TryReadGrpcMebibytes, (c, size) => c with { GrpcMaxSendMessageMebibytes = size }),
        ConfigurationKey.Of<int>("grpc_max_recv_msg_size", "0 for 1024, or 1 to 2047 (MiB)", TryReadGrpcMebibytes, (c, size) => c with { GrpcMaxReceiveMessageMebibytes = size }),
        ConfigurationKey.Of<string>("utilities_url", "host:port, or nothing for no heartbeat", TryReadText, SetUtilities),
        ConfigurationKey.Of<string>(
            "timezone", "a name of the IANA time zone database such as America/New_York, UTC, or Local", TryReadText, SetZone),
        ConfigurationKey.Of<LogLevel>("log_level", "debug, info, warning, error or fatal", TryReadLogLevel, (c, level) => c with { LogLevel = level }),
        ConfigurationKey.Of(
            "stop_grace_period", "seconds, up to 86400", Integer(int.MinValue, 86_400), (c, seconds) => c with { StopGracePeriod = TimeSpan.FromSeconds(Math.Max(seconds, 0)) }),
        ConfigurationKey.Of<TimeSpan>("wal_rotate_interval", "minutes, a whole number", TryReadCheckpointInterval, (c, interval) => c with { CheckpointInterval = interval }),
        ConfigurationKey.Of<bool>("disable_variable_compression", TrueOrFalse, TryReadBooleanText, (c, isOff) => c with { CompressVariableRecords = !isOff }),
        ConfigurationKey.Of<bool>("init_catalog", TrueOrFalse, TryReadSwitchWithoutEffect, (c, _) => c),
        ConfigurationKey.Of<bool>("init_wal_cache", TrueOrFalse, TryReadSwitchWithoutEffect, (c, _) => c),
        ConfigurationKey.Of<bool>("background_sync", TrueOrFalse, TryReadBackgroundSync, (c, _) => c),
        ConfigurationKey.Of<bool>("wal_bypass", TrueOrFalse, TryReadBooleanText, (c, isOn) => c with { WalBypass = isOn }),
        ConfigurationKey.Of<WalSync>("wal_sync", "commit, interval or none", TryReadWalSync, (c, sync) => c with { WalSync = sync }),
        ConfigurationKey.Of("max_request_size", "1 to 2047 (MiB)", Integer(1, MostMebibytes), (c, size) => c with { MaxRequestMebibytes = size }),
        ConfigurationKey.Of("max_request_memory", "1 to 1048576 (MiB)", Integer(1, 1 << 20), (c, size) => c with { MaxRequestMemoryMebibytes = size }),
        ConfigurationKey.Of("max_connections", "1 to 1000000", Integer(1, 1_000_000), (c, count) => c with { MaxConnections = count }),
        ConfigurationKey.Of("max_open_files", "16 to 1000000", Integer(16, 1_000_000), (c, count) => c with { MaxOpenFiles = count }),
        ConfigurationKey.Of("stream_memory", "1 to 1048576 (MiB)", Integer(1, 1 << 20), (c, size) => c with { StreamMemoryMebibytes = size }),
        ConfigurationKey.Of("sql_memory", "16 to 1048576 (MiB)", Integer(16, 1 << 20), (c, size) => c with { Sql = c.Sql with { MemoryBytes = (long)size << 20 } }),
        ConfigurationKey.Of("sql_threads", "1 to 256", Integer(1, 256), (c, count) => c with { Sql = c.Sql with { Threads = count } }),
        ConfigurationKey.Of("sql_statements", "1 to 256", Integer(1, 256), (c, count) => c with { Sql = c.Sql with { MaxStatements = count } }),
        ConfigurationKey.Of("sql_timeout", "1 to 86400 (seconds)", Integer(1, 86_400), (c, seconds) => c with { Sql = c.Sql with { Timeout = TimeSpan.FromSeconds(seconds) } }),
        ConfigurationKey.Of<string>("plugin_directory", "the path of a directory", TryReadText, (c, path) => path.Length == 0 ? null : c with { PluginDirectory = path }),
        OfReplication<bool>("enabled", TruthWords, TryReadBoolean, (r, isOn) => r with { Enabled = isOn }),
        OfReplication<bool>("tls_enabled", TruthWords, TryReadBoolean, (r, isOn) => r with { TlsEnabled = isOn }),
        OfReplication<string>("cert_file", "the path of a PEM file", TryReadText, (r, path) => r with { CertFile = path }),
        OfReplication<string>("key_file", "the path of a PEM file", TryReadText, (r, path) => r with { KeyFile = path }),
        OfReplication("listen_port", "0 for 5996, or a port number up to 65535", Integer(0, 65_535), (r, port) => r with { ListenPort = port == 0 ? 5996 : port }),
        OfReplication<string>("master_host", "host:port of a master", TryReadText, (r, host) => r with { MasterHost = host }),
        OfReplication<TimeSpan>(
            "retry_interval", "a duration such as 10s or 1m30s", TryReadDuration, (r, interval) => r with { RetryInterval = interval == TimeSpan.Zero ? TimeSpan.FromSeconds(10) : interval }),
        OfReplication(
            "retry_backoff_coeff", "0 for 2, or 1 to 100", Integer(0, 100), (r, coefficient) => r with { RetryBackoffCoefficient = coefficient == 0 ? 2 : coefficient }),
    ];

    static readonly Dictionary<string, ConfigurationKey> ByPath = All.ToDictionary(key => key.Path, StringComparer.Ordinal);

    public static bool TryFind(string path, [NotNullWhen(true)] out ConfigurationKey? key) => ByPath.TryGetValue(path, out key);

    public static ConfigurationKey Find(string path) => ByPath[path];

    static ConfigurationKey OfReplication<T>(string name, string allowed, ScalarReader<T> read, Func<ReplicationConfiguration, T, ReplicationConfiguration> set) =>
        ConfigurationKey.Of($"{Replication}.{name}", allowed, read, (c, value) => c with { Replication = set(c.Replication, value) });

    static bool TryReadPort(ConfigurationScalar scalar, out int port, out string? notice)
    {
        notice = null;
        return ListenAddress.TryParsePort(scalar.Text, out port);
    }

    static bool TryReadGrpcMebibytes(ConfigurationScalar scalar, out int mebibytes, out string? notice)
    {
        if (!Integer(0, MostMebibytes)(scalar, out mebibytes, out notice))
            return false;
        if (mebibytes == 0)
            mebibytes = 1024;
        if (mebibytes < 64)
            notice = "below 64 MiB, large answers and writes will fail";
        return true;
    }

    static bool TryReadLogLevel(ConfigurationScalar scalar, out LogLevel level, out string? notice)
    {
        notice = null;
        LogLevel? known = scalar.Text.ToUpperInvariant() switch
        {
            "DEBUG" => LogLevel.Debug,
            "INFO" => LogLevel.Information,
            "WARNING" or "WARN" => LogLevel.Warning,
            "ERROR" => LogLevel.Error,
            "FATAL" => LogLevel.Critical,
            _ => null,
        };
        level = known.GetValueOrDefault();
        return known is not null;
    }

    static bool TryReadWalSync(ConfigurationScalar scalar, out WalSync sync, out string? notice)
    {
        notice = null;
        (sync, var isKnown) = scalar.Text switch
        {
            "commit" => (WalSync.Commit, true),
            "interval" => (WalSync.Interval, true),
            "none" => (WalSync.None, true),
            _ => (WalSync.Commit, false),
        };
        return isKnown;
    }

    // The Go server did not survive the first query or write with these switched off.
    static bool TryReadSwitchWithoutEffect(ConfigurationScalar scalar, out bool isOn, out string? notice)
    {
        if (!TryReadBooleanText(scalar, out isOn, out notice))
            return false;
        notice = isOn ? null : "has no effect any more: this part of the server is always on";
        return true;
    }

    // Off, the Go server flushed the log in each writing call, and never wrote a checkpoint.
    static bool TryReadBackgroundSync(ConfigurationScalar scalar, out bool isOn, out string? notice)
    {
        if (!TryReadBooleanText(scalar, out isOn, out notice))
            return false;
        notice = isOn ? null : "has no effect any more: wal_sync says when a write is flushed (by default before its reply, as was wanted here), and checkpoints always come";
        return true;
    }

    // In minutes, as the Go server's manual had it. Its code counted ticks of 5 minutes, and files hold values that were never meant so.
    static bool TryReadCheckpointInterval(ConfigurationScalar scalar, out TimeSpan interval, out string? notice)
    {
        interval = default;
        if (!Integer(int.MinValue, int.MaxValue)(scalar, out var minutes, out notice))
            return false;
        if (minutes < 0)
            notice = string.Create(CultureInfo.InvariantCulture, $"a negative number stands for the default, {DefaultCheckpointMinutes} minutes");
        else if (minutes > MostCheckpointMinutes)
            notice = string.Create(CultureInfo.InvariantCulture, $"more than a day; {MostCheckpointMinutes} minutes are used");
        interval = TimeSpan.FromMinutes(minutes <= 0 ? DefaultCheckpointMinutes : Math.Min(minutes, MostCheckpointMinutes));
        return true;
    }

    static ServerConfiguration? SetGrpcPort(ServerConfiguration configuration, string text)
    {
        if (text.Length == 0)
            return configuration with { GrpcListenPort = null };
        return ListenAddress.TryParsePort(text, out var port) ? configuration with { GrpcListenPort = port } : null;
    }

    static ServerConfiguration? SetUtilities(ServerConfiguration configuration, string text)
    {
        if (text.Length == 0)
            return configuration with { Utilities = null };
        return ListenAddress.TryParse(text, out var address) ? configuration with { Utilities = address } : null;
    }

    static ServerConfiguration? SetZone(ServerConfiguration configuration, string name) =>
        MarketTimeZone.TryGet(name == "Local" ? TimeZoneInfo.Local.Id : name, out var zone) ? configuration with { Zone = zone } : null;
}
