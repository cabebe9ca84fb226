using System.Text.Json;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Tools;

public sealed class IntegrityTests
{
    [Fact]
    public async Task A_directory_is_refused_while_its_server_runs_and_clean_once_it_is_stopped()
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"));
        await using var server = await StartWithRowsAsync(settings);

        var (code, output, errors) = await CheckAsync(settings);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("in use by another process: stop the server first", errors, StringComparison.Ordinal);

        (code, output, _) = await CheckAsync(settings, "--read-only");
        Assert.Contains("notice: a server holds the directory", output, StringComparison.Ordinal);
        Assert.Equal(0, code);
        Assert.Null(await server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(HostileServer.GoodDataset("B/1Min/P")))));

        await server.StopAsync();
        (code, output, errors) = await CheckAsync(settings);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("looked at 2 buckets, 2 year files, 20 slots in use", output, StringComparison.Ordinal);
        Assert.EndsWith("nothing is wrong", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_directory_is_told_repaired_where_that_is_safe_and_served_again()
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"));
        await using (var server = await StartWithRowsAsync(settings))
            await server.StopAsync();
        var category = directory.Combine("data", "A", "category_name");
        var yearFile = directory.Combine("data", "A", "1Min", "P", "2020.bin");
        await File.WriteAllTextAsync(category, "", TestContext.Current.CancellationToken);
        long length;
        await using (var file = new FileStream(yearFile, FileMode.Open))
        {
            length = file.Length;
            file.SetLength(length - (1 << 20));
        }

        var (code, output, _) = await CheckAsync(settings, "--json");
        Assert.Equal(1, code);
        Assert.Equal(["length", "category"], JsonDocument.Parse(output).RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("fault").GetString()));

        (code, output, _) = await CheckAsync(settings, "--fix");
        Assert.Equal(0, code);
        Assert.Contains($"the file as it was is {yearFile}.before-fix", output, StringComparison.Ordinal);
        Assert.Equal((length, length - (1 << 20)), (new FileInfo(yearFile).Length, new FileInfo(yearFile + ".before-fix").Length));
        Assert.Equal("Timeframe", await File.ReadAllTextAsync(category, TestContext.Current.CancellationToken));
        Assert.Equal(0, (await CheckAsync(settings)).ExitCode);

        var (listed, keys) = (0, "");
        await using var again = await ServerProcess.StartAsync(settings);
        (listed, keys, _) = await MarketStoreProgram.RunAsync("query", "A/1Min/P", "--url", $"127.0.0.1:{again.RpcPort}", "--format", "json");
        Assert.Equal((0, 10), (listed, JsonDocument.Parse(keys).RootElement.GetArrayLength()));
        await again.StopAsync();
    }

    [Theory]
    [InlineData("utc-snappy", "UTC", false)]
    [InlineData("utc-plain", "UTC", true)]
    [InlineData("new-york-snappy", "America/New_York", false)]
    public async Task A_directory_that_the_go_server_left_is_clean(string archive, string zone, bool isPlain)
    {
        Assert.SkipUnless(TarArchive.CanUnpack, TarArchive.MissingProgram);
        using var directory = new TemporaryDirectory();
        var root = TarArchive.Unpack(GoldenFiles.ArchivePath(archive), directory.Path);

        var (code, output, errors) = await MarketStoreProgram.RunAsync(
            ["tool", "ic", "--dir", root, "--time-zone", zone, "--parallel", .. isPlain ? ["--disable_variable_compression"] : (string[])[]]);

        Assert.True(code == 0, output + errors);
    }

    static async Task<ServerProcess> StartWithRowsAsync(ServerSettings settings)
    {
        var server = await ServerProcess.StartAsync(settings);
        Assert.Null(await server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(HostileServer.GoodDataset("A/1Min/P")))));
        return server;
    }

    static Task<(int ExitCode, string Output, string Errors)> CheckAsync(ServerSettings settings, params string[] options) =>
        MarketStoreProgram.RunAsync(["tool", "integrity", "--dir", settings.RootDirectory, .. options]);
}
