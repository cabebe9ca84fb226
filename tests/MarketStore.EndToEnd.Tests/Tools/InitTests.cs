using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Tools;

public sealed class InitTests
{
    [Fact]
    public async Task Init_writes_the_settings_of_a_new_server_for_its_owner_alone_and_leaves_a_file_that_is_there()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.Combine("mkts.yml");

        Assert.Equal((0, "wrote mkts.yml\n", ""), await ShellScript.RunAsync(directory.Path, "umask 000; marketstore init"));

        string[] active = [.. (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Where(line => line.Length > 0 && line[0] != '#')];
        Assert.Equal(["root_directory: data", "listen_port: 5993", "grpc_listen_port: 5995", "log_level: info", "stop_grace_period: 0", "wal_rotate_interval: 5"], active);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));

        await File.WriteAllTextAsync(path, "mine", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await ShellScript.RunAsync(directory.Path, "marketstore init")).ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_init_ends_in_1_and_says_why()
    {
        using var directory = new TemporaryDirectory();
        var (code, output, errors) = await ShellScript.RunAsync(directory.Path, "mkdir gone && cd gone && rmdir ../gone && marketstore init");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("Error: ", errors, StringComparison.Ordinal);
    }
}
