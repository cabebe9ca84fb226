using MarketStore.Server.Configuration;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MarketStore.Tests.Server.Configuration;

public sealed class ConfigurationKeyTests
{
    public static TheoryData<string, string, Func<ServerConfiguration, object?>, object?> Allowed => new()
    {
        { "root_directory", "/srv/data", c => c.RootDirectory, "/srv/data" },
        { "root_directory", "5", c => c.RootDirectory, "5" },
        { "listen_host", "localhost", c => c.ListenHost, "localhost" },
        { "plugin_directory", "/opt/plugins", c => c.PluginDirectory, "/opt/plugins" },
        { "listen_host", "\"::1\"", c => c.ListenHost, "::1" },
        { "listen_host", "\"\"", c => c.ListenHost, "" },
        { "listen_port", "'80'", c => c.ListenPort, 80 },
        { "listen_port", "0", c => c.ListenPort, 0 },
        { "grpc_listen_port", "5995", c => c.GrpcListenPort, 5995 },
        { "grpc_listen_port", "''", c => c.GrpcListenPort, null },
        { "grpc_max_send_msg_size", "0", c => c.GrpcMaxSendMessageMebibytes, 1024 },
        { "grpc_max_send_msg_size", "64", c => c.GrpcMaxSendMessageMebibytes, 64 },
        { "grpc_max_recv_msg_size", "0x100", c => c.GrpcMaxReceiveMessageMebibytes, 256 },
        { "utilities_url", "localhost:5994", c => c.Utilities, new ListenAddress("localhost", 5994) },
        { "utilities_url", "':5994'", c => c.Utilities, new ListenAddress("", 5994) },
        { "utilities_url", "'[::1]:0'", c => c.Utilities, new ListenAddress("::1", 0) },
        { "timezone", "America/New_York", c => c.Zone.Name, "America/New_York" },
        { "timezone", "''", c => c.Zone.Name, "UTC" },
        { "log_level", "debug", c => c.LogLevel, LogLevel.Debug },
        { "log_level", "Info", c => c.LogLevel, LogLevel.Information },
        { "log_level", "WARNING", c => c.LogLevel, LogLevel.Warning },
        { "log_level", "warn", c => c.LogLevel, LogLevel.Warning },
        { "log_level", "error", c => c.LogLevel, LogLevel.Error },
        { "log_level", "fatal", c => c.LogLevel, LogLevel.Critical },
        { "stop_grace_period", "30", c => c.StopGracePeriod, TimeSpan.FromSeconds(30) },
        { "stop_grace_period", "-1", c => c.StopGracePeriod, TimeSpan.Zero },
        { "stop_grace_period", "010", c => c.StopGracePeriod, TimeSpan.FromSeconds(8) },
        { "wal_rotate_interval", "0", c => c.CheckpointInterval, TimeSpan.FromMinutes(5) },
        { "wal_rotate_interval", "1", c => c.CheckpointInterval, TimeSpan.FromMinutes(1) },
        { "wal_rotate_interval", "1440", c => c.CheckpointInterval, TimeSpan.FromDays(1) },
        { "disable_variable_compression", "\"T\"", c => c.CompressVariableRecords, false },
        { "disable_variable_compression", "0", c => c.CompressVariableRecords, true },
        { "init_catalog", "true", c => c, null },
        { "init_wal_cache", "1", c => c, null },
        { "background_sync", "TRUE", c => c, null },
        { "wal_bypass", "true", c => c.WalBypass, true },
        { "wal_sync", "none", c => c.WalSync, WalSync.None },
        { "wal_sync", "interval", c => c.WalSync, WalSync.Interval },
        { "max_request_size", "2_000", c => c.MaxRequestMebibytes, 2000 },
        { "max_request_memory", "0b100", c => c.MaxRequestMemoryMebibytes, 4 },
        { "max_connections", "1e3", c => c.MaxConnections, 1000 },
        { "max_open_files", "16", c => c.MaxOpenFiles, 16 },
        { "stream_memory", "64", c => c.StreamMemoryMebibytes, 64 },
        { "sql_memory", "128", c => c.Sql.MemoryBytes, 128L << 20 },
        { "sql_threads", "1", c => c.Sql.Threads, 1 },
        { "sql_statements", "2", c => c.Sql.MaxStatements, 2 },
        { "sql_timeout", "30", c => c.Sql.Timeout, TimeSpan.FromSeconds(30) },
        { "replication.enabled", "yes", c => c.Replication.Enabled, true },
        { "replication.enabled", "Off", c => c.Replication.Enabled, false },
        { "replication.tls_enabled", "on", c => c.Replication.TlsEnabled, true },
        { "replication.cert_file", "a.pem", c => c.Replication.CertFile, "a.pem" },
        { "replication.key_file", "b.pem", c => c.Replication.KeyFile, "b.pem" },
        { "replication.listen_port", "0", c => c.Replication.ListenPort, 5996 },
        { "replication.listen_port", "7000", c => c.Replication.ListenPort, 7000 },
        { "replication.master_host", "m:5996", c => c.Replication.MasterHost, "m:5996" },
        { "replication.retry_interval", "1m30s", c => c.Replication.RetryInterval, TimeSpan.FromSeconds(90) },
        { "replication.retry_interval", "0", c => c.Replication.RetryInterval, TimeSpan.FromSeconds(10) },
        { "replication.retry_backoff_coeff", "3", c => c.Replication.RetryBackoffCoefficient, 3 },
    };

    [Theory, MemberData(nameof(Allowed))]
    public void A_key_takes_its_allowed_values_without_a_word(string path, string value, Func<ServerConfiguration, object?> select, object? expected)
    {
        var (configuration, warnings) = ConfigurationText.ReadWith(path, value);

        Assert.Empty(warnings);
        var actual = select(configuration);
        if (!ReferenceEquals(actual, configuration))
            Assert.Equal(expected, actual);
    }

    [Theory]
    [InlineData("root_directory", "\"\"")]
    [InlineData("root_directory", "\"a\\0b\"")]
    [InlineData("listen_host", "two words")]
    [InlineData("plugin_directory", "\"\"")]
    [InlineData("listen_port", "http")]
    [InlineData("listen_port", "65536")]
    [InlineData("listen_port", "-1")]
    [InlineData("listen_port", "'localhost:5993'")]
    [InlineData("grpc_listen_port", "off")]
    [InlineData("grpc_max_send_msg_size", "2048")]
    [InlineData("grpc_max_recv_msg_size", "-1")]
    [InlineData("utilities_url", "5994")]
    [InlineData("utilities_url", "http://localhost:5994")]
    [InlineData("utilities_url", "'::1:5994'")]
    [InlineData("timezone", "Mars/Phobos")]
    [InlineData("log_level", "verbose")]
    [InlineData("log_level", "''")]
    [InlineData("stop_grace_period", "10s")]
    [InlineData("stop_grace_period", "86401")]
    [InlineData("wal_rotate_interval", "often")]
    [InlineData("wal_rotate_interval", "99999999999")]
    [InlineData("disable_variable_compression", "yes")]
    [InlineData("init_catalog", "on")]
    [InlineData("init_wal_cache", "2")]
    [InlineData("background_sync", "never")]
    [InlineData("wal_bypass", "no")]
    [InlineData("wal_sync", "always")]
    [InlineData("max_request_size", "0")]
    [InlineData("max_request_memory", "99999999999999999999")]
    [InlineData("max_connections", "0")]
    [InlineData("max_open_files", ".nan")]
    [InlineData("replication.enabled", "1")]
    [InlineData("replication.tls_enabled", "maybe")]
    [InlineData("replication.listen_port", "70000")]
    [InlineData("replication.retry_interval", "-10s")]
    [InlineData("replication.retry_interval", "ten seconds")]
    [InlineData("replication.retry_backoff_coeff", "-2")]
    public void A_value_that_is_not_allowed_is_refused_with_key_line_value_and_what_is_allowed(string path, string value)
    {
        var problem = Assert.Single(ConfigurationText.ReadBadWith(path, value).Problems);

        Assert.Equal(path, problem.Key);
        Assert.True(problem.Line > 0);
        Assert.Equal(value.Trim('"', '\'').Replace("\\0", "\0", StringComparison.Ordinal), problem.Value);
        Assert.Contains("allowed: ", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("grpc_max_send_msg_size", "63", "64 MiB")]
    [InlineData("init_catalog", "false", "no effect")]
    [InlineData("init_wal_cache", "f", "no effect")]
    [InlineData("background_sync", "0", "wal_sync says when")]
    [InlineData("wal_rotate_interval", "-3", "the default, 5 minutes")]
    [InlineData("wal_rotate_interval", "1441", "1440 minutes are used")]
    [InlineData("wal_rotate_interval", "2.5", "2 is used")]
    [InlineData("replication.retry_interval", "30", "write 30s")]
    [InlineData("replication.retry_backoff_coeff", "1.5", "1 is used")]
    public void A_value_with_a_surprise_is_taken_with_a_warning(string path, string value, string text)
    {
        var warning = Assert.Single(ConfigurationText.ReadWith(path, value).Warnings);

        Assert.Equal((path, value), (warning.Key, warning.Value));
        Assert.Contains(text, warning.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-3, 5)]
    [InlineData(int.MaxValue, 1440)]
    public void An_interval_that_makes_no_sense_gives_way_to_one_that_does(int minutes, int used)
    {
        var value = minutes.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromMinutes(used), ConfigurationText.ReadWith("wal_rotate_interval", value).Configuration.CheckpointInterval);
    }

    [Fact]
    public void A_bare_number_as_duration_counts_nanoseconds()
    {
        Assert.Equal(TimeSpan.FromSeconds(2), ConfigurationText.ReadWith("replication.retry_interval", "2000000000").Configuration.Replication.RetryInterval);
    }

    [Fact]
    public void Local_becomes_the_name_of_the_machines_zone()
    {
        var name = ConfigurationText.ReadWith("timezone", "Local").Configuration.Zone.Name;

        Assert.Equal(TimeZoneInfo.Local.Id, name);
        Assert.NotEqual("Local", name);
    }

    [Fact]
    public void Every_key_stands_in_the_tests_of_allowed_values()
    {
        var tested = Allowed.Select(row => row.Data.Item1).ToHashSet();

        Assert.All(ConfigurationKeys.All, key => Assert.Contains(key.Path, tested));
    }
}
