using System.Text.Json;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Tools;

public sealed class WalTests
{
    [Fact]
    public async Task The_log_that_a_kill_left_is_listed_and_damage_in_it_is_shown()
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"));
        await using (var server = await ServerProcess.StartAsync(settings))
        {
            Assert.Null(await server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(HostileServer.GoodDataset("A/1Min/P")))));
            await server.KillAsync();
        }

        var log = Directory.GetFiles(settings.RootDirectory, "*.mslog").Single(path => new FileInfo(path).Length > 64);
        var before = await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken);

        var (code, output, errors) = await MarketStoreProgram.RunAsync("tool", "wal", "--file", log);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("A/1Min/P 2020, 10 rows", output, StringComparison.Ordinal);
        Assert.EndsWith(": sound", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken));

        before[^1] ^= 1;
        await File.WriteAllBytesAsync(log, before, TestContext.Current.CancellationToken);
        (code, output, _) = await MarketStoreProgram.RunAsync("tool", "wal", "--file", log, "--json");
        Assert.Equal(1, code);
        var lines = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("damage", lines[^2].GetProperty("kind").GetString());
        Assert.Equal((1, "segment"), (lines[^1].GetProperty("faults").GetInt32(), lines[^1].GetProperty("format").GetString()));
    }

    [Fact]
    public async Task A_recorded_log_of_the_go_server_is_listed_group_by_group()
    {
        Assert.SkipUnless(TarArchive.CanUnpack, TarArchive.MissingProgram);
        using var directory = new TemporaryDirectory();
        var log = Assert.Single(Directory.GetFiles(TarArchive.Unpack(GoldenFiles.ArchivePath("utc-snappy-wal"), directory.Path), "*.walfile"));

        var (code, output, _) = await MarketStoreProgram.RunAsync("tool", "waldebugger", "-f", log, "--json");

        Assert.Equal(0, code);
        var lines = output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var groups = lines.Where(line => line.GetProperty("kind").GetString() == "group").ToList();
        Assert.NotEmpty(groups);
        Assert.Equal(groups.Count, lines[^1].GetProperty("pendingGroups").GetInt32());
        Assert.Equal(groups.Sum(group => group.GetProperty("rows").GetInt64()), lines[^1].GetProperty("rows").GetInt64());
    }

    [Fact]
    public async Task A_file_that_is_no_log_ends_in_1()
    {
        var (code, output, _) = await MarketStoreProgram.RunAsync("tool", "wal", "-f", Path.Combine(AppContext.BaseDirectory, "marketstore.dll"));
        Assert.Equal(1, code);
        Assert.Contains("is no log", output, StringComparison.Ordinal);
    }
}
