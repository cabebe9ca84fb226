using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData("listen_port: 1", "root_directory")]
    [InlineData("root_directory: {0}", "listen_port")]
    [InlineData("root_directory: {0}\nlisten_port: many", "listen_port")]
    [InlineData("root_directory: {0}\nlisten_port: 1\ntimezone: Mars/Olympus_Mons", "timezone")]
    [InlineData("root_directory: {0}\nlisten_port: 1\nwal_bypass: perhaps", "wal_bypass")]
    [InlineData("root_directory: {0}\nlisten_port: 1\nstop_grace_period: soon", "stop_grace_period")]
    [InlineData("root_directory: {0}\nlisten_port: 1\nlog_level: loud", "log_level")]
    [InlineData("root_directory: [", "root_directory")]
    public async Task A_bad_configuration_stops_the_start_and_names_the_key(string yaml, string key)
    {
        using var directory = new TemporaryDirectory();
        var configPath = directory.Combine("mkts.yml");
        await File.WriteAllTextAsync(configPath, yaml.Replace("{0}", directory.Combine("data"), StringComparison.Ordinal));

        var (exitCode, output, errors) = await MarketStoreProgram.RunAsync("start", "--config", configPath);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(key, output + errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.Combine("data")));
    }

    [Fact]
    public async Task A_configuration_file_that_is_not_there_stops_the_start_and_is_named()
    {
        var (exitCode, output, errors) = await MarketStoreProgram.RunAsync("start", "--config", "/nowhere/mkts.yml");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("/nowhere/mkts.yml", output + errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_printed()
    {
        var (exitCode, output, _) = await MarketStoreProgram.RunAsync("--version");
        Assert.Equal(0, exitCode);
        Assert.Contains("version: 5.0.0", output, StringComparison.Ordinal);
        Assert.Contains("commit hash: ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strat")]
    [InlineData("start --no-such-flag")]
    public async Task A_command_line_that_makes_no_sense_ends_with_an_error(string arguments)
    {
        var (exitCode, _, errors) = await MarketStoreProgram.RunAsync(arguments.Split(' '));
        Assert.NotEqual(0, exitCode);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public async Task A_port_that_is_taken_stops_the_start_and_is_named()
    {
        using var directory = new TemporaryDirectory();
        await using var first = await ServerProcess.StartAsync(new(directory.Combine("first")));
        var configPath = directory.Combine("mkts.yml");
        await File.WriteAllTextAsync(configPath, new ServerSettings(directory.Combine("second")).ToYaml(first.RpcPort, Ports.Next()));

        var (exitCode, output, errors) = await MarketStoreProgram.RunAsync("start", "--config", configPath);

        Assert.NotEqual(0, exitCode);
        Assert.Contains($"{first.RpcPort}", output + errors, StringComparison.Ordinal);
        await first.StopAsync();
    }

    [Fact]
    public async Task A_second_server_on_the_same_data_is_refused_and_the_first_goes_on()
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"));
        await using var first = await ServerProcess.StartAsync(settings);
        var configPath = directory.Combine("mkts.yml");
        await File.WriteAllTextAsync(configPath, settings.ToYaml(Ports.Next(), Ports.Next()));

        var (exitCode, output, errors) = await MarketStoreProgram.RunAsync("start", "--config", configPath);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(settings.RootDirectory, output + errors, StringComparison.Ordinal);
        Assert.Null(await first.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(HostileServer.GoodDataset("A/1Min/P")))));
        await first.StopAsync();
    }

    [Fact]
    public async Task A_sentinel_keeps_the_reference_out_while_the_server_runs_and_is_gone_after()
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"));
        await using var server = await ServerProcess.StartAsync(settings);

        var sentinel = await File.ReadAllBytesAsync(Assert.Single(Directory.GetFiles(settings.RootDirectory, "WALFile.*.walfile")));
        Assert.Equal(11, sentinel.Length); // the reference deletes shorter ones unread
        Assert.Equal(2, sentinel[0]);
        Assert.All(sentinel[3..], owner => Assert.Equal(0, owner)); // it does not start beside an owner of 0

        await server.StopAsync();
        Assert.Empty(DataDirectoryCheck.LogsLeft(settings.RootDirectory));
    }

    [Fact]
    public async Task The_signal_for_a_report_prints_one_and_the_server_goes_on()
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(new(directory.Combine("data")));
        var linesBefore = server.Program.Output.LineCount;

        server.Program.Signal(PosixSignalNumber.User1);

        Assert.Contains($"{server.Program.Id}", await server.Program.WaitForLineAsync("process id", linesBefore), StringComparison.Ordinal);
        Assert.Null(await server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(HostileServer.GoodDataset("A/1Min/P")))));
        await server.StopAsync();
    }
}
