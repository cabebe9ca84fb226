using MarketStore.Core.Errors;
using MarketStore.Server.Configuration;
using MarketStore.Server.Configuration.Yaml;
using Xunit;

namespace MarketStore.Tests.Server.Configuration;

public sealed class ConfigurationFileTests
{
    [Fact]
    public void Without_a_file_the_defaults_count()
    {
        var (configuration, warnings) = ConfigurationFile.LoadDefaults();

        Assert.Empty(warnings);
        Assert.Equal(new ServerConfiguration(), configuration);
        Assert.Equal(("data", 5993, 5995), (configuration.RootDirectory, configuration.ListenPort, configuration.GrpcListenPort));
    }

    [Fact]
    public void A_file_without_a_port_for_gRPC_has_none()
    {
        Assert.Equal(new ServerConfiguration { GrpcListenPort = null }, ConfigurationText.Read(ConfigurationText.Required).Configuration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("root_directory:\nlisten_port: ~\n")]
    public void A_file_needs_a_root_directory_and_a_port(string text)
    {
        Assert.Equal([("root_directory", "is required"), ("listen_port", "is required")], ConfigurationText.ReadBad(text).Problems.Select(problem => (problem.Key, problem.Text)));
    }

    [Fact]
    public void All_problems_are_reported_at_once_with_their_lines()
    {
        var message = ConfigurationText.ReadBad("""
            root_directory: data
            listen_port: http
            log_level: verbose

            wal_sync: [commit]
            replication: true
            triggers: {}
            bgworkers: [a, {name: b}]
            """).Message;

        Assert.Equal(
            [
                "line 2: listen_port: \"http\" is not allowed; allowed: a port number, 0 to 65535",
                "line 3: log_level: \"verbose\" is not allowed; allowed: debug, info, warning, error or fatal",
                "line 5: wal_sync: a list or section is not allowed; allowed: commit, interval or none",
                "line 6: replication: must hold keys of its own, indented below it",
                "line 7: triggers: must be a list: lines that begin with \"- module: name\"",
                "line 8: bgworkers: each entry must have the key module",
                "line 8: bgworkers.module: is required in each entry: the name of a plug-in",
            ],
            message.Split('\n'));
    }

    [Theory]
    [InlineData("listen_prot: 1\n", "listen_prot", "did you mean listen_port?")]
    [InlineData("replication:\n  enable: true\n", "replication.enable", "did you mean replication.enabled?")]
    [InlineData("trigger: []\n", "trigger", "did you mean triggers?")]
    [InlineData("bgworkers:\n- {module: a.so, nmae: b}\n", "bgworkers.nmae", "did you mean bgworkers.name?")]
    [InlineData("something_else_entirely: 1\n", "something_else_entirely", "unknown key, ignored")]
    public void An_unknown_key_is_ignored_with_a_warning_that_names_the_nearest_one(string line, string key, string end)
    {
        var (configuration, warnings) = ConfigurationText.Read(ConfigurationText.Required + line);

        Assert.False(configuration.Replication.Enabled);
        var warning = Assert.Single(warnings);
        Assert.Equal((key, line.StartsWith(key, StringComparison.Ordinal) ? 3 : 4), (warning.Key, warning.Line));
        Assert.EndsWith(end, warning.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_of_a_repeated_key_counts_and_the_other_is_named()
    {
        var (configuration, warnings) = ConfigurationText.Read("listen_port: 1\nroot_directory: data\nlisten_port: 2\n");

        Assert.Equal(2, configuration.ListenPort);
        Assert.Equal("line 3: listen_port: given twice; line 1 is ignored", Assert.Single(warnings).ToString());
    }

    [Fact]
    public void Keys_that_no_server_ever_used_give_one_notice()
    {
        var warnings = ConfigurationText.Read(ConfigurationText.Required + "enable_last_known: false\nstale_threshold: 5\nstart_time: now\npolling_interval: [1]\n").Warnings;

        Assert.Contains("enable_last_known, stale_threshold, start_time, polling_interval", Assert.Single(warnings).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Plugins_are_kept_as_they_are_written()
    {
        var configuration = ConfigurationText.Read(ConfigurationText.Required + """
            triggers:
              - module: ondiskagg.so
                on: "*/1Min/OHLCV"
                config:
                  destinations: [5Min, 1D]
            bgworkers:
              - module: massive.so
                name: Massive
                config: &shared {symbols: [AAPL], key: 1}
              - module: massive.so
                config: {<<: *shared, key: "2"}
            """).Configuration;

        var trigger = Assert.Single(configuration.Triggers);
        Assert.Equal(("ondiskagg.so", "*/1Min/OHLCV", 4), (trigger.Module, trigger.On, trigger.Line));
        Assert.True(trigger.Config.TryGet("destinations", out var destinations));
        Assert.Equal(["5Min", "1D"], Assert.IsType<ConfigurationList>(destinations).Items.Cast<ConfigurationScalar>().Select(item => item.Text));
        Assert.Equal(["Massive", ""], configuration.BackgroundWorkers.Select(worker => worker.Name));
        var second = configuration.BackgroundWorkers[1].Config;
        Assert.Equal(["symbols", "key"], second.Entries.Select(entry => entry.Key));
        Assert.True(second.TryGet("key", out var key));
        Assert.Equal(("2", true), (((ConfigurationScalar)key).Text, ((ConfigurationScalar)key).IsQuoted));
    }

    [Fact]
    public void A_second_document_is_ignored_with_a_warning()
    {
        var (configuration, warnings) = ConfigurationText.Read(ConfigurationText.Required + "---\nlisten_port: 1\n");

        Assert.Equal(5993, configuration.ListenPort);
        Assert.Equal("line 3: only the first document of the file is read", Assert.Single(warnings).ToString());
    }

    [Fact]
    public void An_override_counts_instead_of_the_file_and_can_give_what_it_lacks()
    {
        var configuration = ConfigurationText.Read("listen_port: 1\ngrpc_listen_port: 2\n", new("root_directory", "/x", "--dir"), new("listen_port", "3", "--port"), new("grpc_listen_port", "", "--grpc-port")).Configuration;

        Assert.Equal(("/x", 3, null), (configuration.RootDirectory, configuration.ListenPort, configuration.GrpcListenPort));
    }

    [Fact]
    public void A_bad_override_is_named_by_its_option()
    {
        var problem = Assert.Single(Assert.Throws<ConfigurationException>(() => ConfigurationFile.LoadDefaults(new ConfigurationOverride("timezone", "Mars", "--timezone"))).Problems);

        Assert.StartsWith("--timezone: \"Mars\" is not allowed", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        var error = Assert.Throws<MarketStoreException>(() => ConfigurationFile.Load("/no/such/mkts.yml"));

        Assert.StartsWith("failed to read configuration file error: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("/no/such/mkts.yml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_engine_gets_what_the_file_says()
    {
        var options = ConfigurationText.Read(ConfigurationText.Required + "timezone: Asia/Tokyo\ndisable_variable_compression: true\nwal_sync: none\nwal_bypass: true\nwal_rotate_interval: 7\nmax_open_files: 99\n").Configuration.ToDatabaseOptions();

        Assert.Equal(Path.GetFullPath("data"), options.RootDirectory);
        Assert.Equal(("Asia/Tokyo", false, MarketStore.Storage.WalSync.None, true, 99), (options.Zone.Name, options.CompressVariableRecords, options.WalSync, options.WalBypass, options.MaxOpenFiles));
        Assert.Equal(TimeSpan.FromMinutes(7), options.CheckpointInterval);
    }
}
