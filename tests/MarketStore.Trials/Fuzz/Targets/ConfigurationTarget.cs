using System.Text;
using MarketStore.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>The file that a server starts with. What is accepted must lie within what the page on configuration allows.</summary>
sealed class ConfigurationTarget : IFuzzTarget
{
    public const string TargetName = "configuration";

    const string Sample =
        """
        root_directory: data
        listen_port: 5993
        listen_host: localhost
        grpc_listen_port: 5995
        utilities_url: :5994
        timezone: "America/New_York"
        log_level: info
        stop_grace_period: 0
        wal_rotate_interval: 5
        disable_variable_compression: false
        wal_sync: commit
        max_request_size: 0x100
        max_connections: 10_000
        replication: {enabled: no, listen_port: 5996, master_host: "127.0.0.1:5996", retry_interval: 10s, retry_backoff_coeff: 2}
        triggers:
          - &t
            module: ondiskagg.so
            on: "*/1Min/OHLCV"
            config:
              filter: nasdaq
              destinations: [5Min, 15Min, 1H, 1D]
          - {<<: *t, module: stream.so}
        bgworkers:
          - module: gdaxfeeder.so
            name: GdaxFetcher
            config:
              symbols: !!seq
                - BTC
              base: |
                text
        """;

    public string Name => TargetName;

    public FuzzBounds Bounds => FuzzSubjects.Configuration;

    public IEnumerable<byte[]> Seeds =>
    [
        Encoding.UTF8.GetBytes(Sample), [.. Encoding.UTF8.Preamble, .. "root_directory: /d\nlisten_port: 1"u8], "{root_directory: a, listen_port: 2}"u8.ToArray(),
        "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c]"u8.ToArray(), "root_directory: a\nlisten_port: 3\n---\nx: y"u8.ToArray(),
        "? a\n: b\n\"c\\x41\": 'd'\n"u8.ToArray(), "%YAML 1.1\n---\n!!map {a: !!str b}"u8.ToArray(),
    ];

    public IEnumerable<byte[]> Words =>
        new[]
        {
            "\n", "\n  ", "\n- ", "- ", ": ", "? ", "{", "}", "[", "]", ", ", "&a ", "*a", "*t", "<<: ", "!!str ", "!!binary ", "! ", "!<x> ", "|\n", ">-\n", "|2+\n", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x\n",
            "# ", "\"", "'", "\\", "\\u0000", "\\ud800", "\t", "\r", "\u0085", "\u2028", "~", "null", "true", "yes", "0x7f", "0b1", "010", "1_0", "1e9", "-1", ".inf", "1m30s", "10h", "99999999999999999999h", "0",
            "UTC", "Local", "America/New_York", "warn", "none", "::1", "[::1]:1", "localhost:0", "replication", "triggers", "bgworkers", "config", "module", "on", "name", "root_directory", "listen_port",
            "grpc_listen_port", "utilities_url", "timezone", "log_level", "stop_grace_period", "wal_sync", "max_request_size", "max_request_memory", "max_open_files", "retry_interval", "start_time",
        }.Select(Encoding.UTF8.GetBytes);

    public string Run(ReadOnlySpan<byte> input)
    {
        try
        {
            var loaded = ConfigurationFile.Read(new MemoryStream(input.ToArray()));
            Check(loaded.Configuration);
            return $"accepted: {string.Join(';', loaded.Warnings.Take(3).Select(warning => OutcomeText.KindOf(warning.Text)))}";
        }
        catch (ConfigurationException refusal)
        {
            if (refusal.Problems.Count == 0 || refusal.Message.Length == 0)
                throw new TrialFailedException("a refusal without a problem");
            return string.Join(';', refusal.Problems.Take(3).Select(problem => OutcomeText.KindOf(problem.Text)));
        }
    }

    public void Dispose()
    {
    }

    static void Check(ServerConfiguration configuration)
    {
        Require(configuration.RootDirectory.Length > 0, "an empty root_directory");
        Require(configuration.ListenPort is >= 0 and <= 65_535, $"listen_port {configuration.ListenPort}");
        Require(configuration.GrpcListenPort is null or (>= 0 and <= 65_535), $"grpc_listen_port {configuration.GrpcListenPort}");
        Require(configuration.Utilities is null or { Port: >= 0 and <= 65_535 }, $"utilities_url {configuration.Utilities}");
        Require(configuration.GrpcMaxReceiveMessageMebibytes is >= 1 and <= 2_047, $"grpc_max_recv_msg_size {configuration.GrpcMaxReceiveMessageMebibytes}");
        Require(configuration.GrpcMaxSendMessageMebibytes is >= 1 and <= 2_047, $"grpc_max_send_msg_size {configuration.GrpcMaxSendMessageMebibytes}");
        Require(configuration.StopGracePeriod >= TimeSpan.Zero && configuration.StopGracePeriod <= TimeSpan.FromDays(1), $"stop_grace_period {configuration.StopGracePeriod}");
        Require(configuration.MaxRequestMebibytes is >= 1 and <= 2_047, $"max_request_size {configuration.MaxRequestMebibytes}");
        Require(configuration.MaxRequestMemoryMebibytes is >= 1 and <= 1 << 20, $"max_request_memory {configuration.MaxRequestMemoryMebibytes}");
        Require(configuration.MaxConnections is >= 1 and <= 1_000_000, $"max_connections {configuration.MaxConnections}");
        Require(configuration.MaxOpenFiles is >= 16 and <= 1_000_000, $"max_open_files {configuration.MaxOpenFiles}");
        Require(configuration.LogLevel is >= LogLevel.Debug and <= LogLevel.Critical, $"log_level {configuration.LogLevel}");
        Require(configuration.Replication.ListenPort is >= 1 and <= 65_535, $"replication.listen_port {configuration.Replication.ListenPort}");
        Require(configuration.Replication.RetryInterval > TimeSpan.Zero, $"replication.retry_interval {configuration.Replication.RetryInterval}");
        Require(configuration.Replication.RetryBackoffCoefficient is >= 1 and <= 100, $"replication.retry_backoff_coeff {configuration.Replication.RetryBackoffCoefficient}");
        Require(configuration.Triggers.All(trigger => trigger.Module.Length > 0) && configuration.BackgroundWorkers.All(worker => worker.Module.Length > 0), "a plug-in without a module");
    }

    static void Require(bool isAllowed, string what)
    {
        if (!isAllowed)
            throw new TrialFailedException($"{what} was accepted");
    }
}
