using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>What docs/wal.md says that each setting of the log keeps when the process is killed, and when it is stopped.</summary>
public sealed class WalSettingsTests
{
    const int BatchCount = 20;

    [Theory]
    [InlineData("wal_sync: commit")]
    [InlineData("wal_sync: interval")]
    [InlineData("wal_sync: none")]
    [InlineData("wal_sync: none\nwal_rotate_interval: 1\nbackground_sync: false")]
    public async Task A_kill_loses_nothing_that_was_acknowledged_whenever_the_log_is_flushed(string lines)
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"), MoreLines: lines);
        var (bars, ticks) = (new BatchWriter(0), new BatchWriter(1));
        await using (var server = await ServerProcess.StartAsync(settings))
        {
            await WriteAsync(server, bars, ticks);
            await server.KillAsync();
        }

        await using var again = await ServerProcess.StartAsync(settings);
        Assert.Empty(await bars.FindDamageAsync(again.Rpc));
        Assert.Empty(await ticks.FindDamageAsync(again.Rpc));
        Assert.Equal((BatchCount, BatchCount), (bars.NextBatch, ticks.NextBatch));
        await again.StopAsync();
    }

    [Fact]
    public async Task Without_a_log_a_clean_stop_keeps_everything()
    {
        using var directory = new TemporaryDirectory();
        var settings = WithoutLog(directory);
        var (bars, ticks) = (new BatchWriter(0), new BatchWriter(1));
        await using (var server = await ServerProcess.StartAsync(settings))
        {
            await WriteAsync(server, bars, ticks);
            Assert.Empty(Directory.GetFiles(settings.RootDirectory, "*.mslog"));
            await server.StopAsync();
        }

        Assert.Empty(DataDirectoryCheck.Complaints(settings.RootDirectory));
        await using var again = await ServerProcess.StartAsync(settings);
        Assert.Empty(await bars.FindDamageAsync(again.Rpc));
        Assert.Empty(await ticks.FindDamageAsync(again.Rpc));
        await again.StopAsync();
    }

    [Fact]
    public async Task Without_a_log_a_kill_loses_ticks_that_no_checkpoint_wrote_but_no_bars()
    {
        using var directory = new TemporaryDirectory();
        var settings = WithoutLog(directory);
        var (bars, ticks) = (new BatchWriter(0), new BatchWriter(1));
        await using (var server = await ServerProcess.StartAsync(settings))
        {
            await WriteAsync(server, bars, ticks);
            await server.KillAsync();
        }

        await using var again = await ServerProcess.StartAsync(settings);
        Assert.Empty(await bars.FindDamageAsync(again.Rpc));
        Assert.NotEmpty(await ticks.FindDamageAsync(again.Rpc));
        Assert.Equal(0, ticks.NextBatch);

        // What was lost can be written anew, and the next stop keeps it.
        await ticks.WriteAsync(again.Rpc, BatchCount);
        await again.StopAsync();
        await using var last = await ServerProcess.StartAsync(settings);
        Assert.Empty(await ticks.FindDamageAsync(last.Rpc));
        await last.StopAsync();
    }

    static ServerSettings WithoutLog(TemporaryDirectory directory) => new(directory.Combine("data"), MoreLines: "wal_bypass: true");

    static async Task WriteAsync(ServerProcess server, params IEnumerable<BatchWriter> writers)
    {
        foreach (var writer in writers)
            await writer.WriteAsync(server.Rpc, BatchCount);
    }
}
