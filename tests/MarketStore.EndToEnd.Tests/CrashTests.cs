using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class CrashTests
{
    const int WriterCount = 4;
    const int KillCount = 3;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public async Task What_was_acknowledged_survives_kills_under_load_and_no_batch_is_half_there(int seed, bool disableVariableCompression)
    {
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"), DisableVariableCompression: disableVariableCompression);
        var writers = Enumerable.Range(0, WriterCount).Select(number => new BatchWriter(number)).ToList();

        for (var kill = 1; kill <= KillCount; kill++)
        {
            await using var server = await ServerProcess.StartAsync(settings);
            await ShouldHoldAsync(server, writers, $"seed {seed}, after kill {kill - 1}");
            await WriteAndKillAsync(server, writers, acknowledgements: random.Next(20, 400));
        }

        await using var last = await ServerProcess.StartAsync(settings);
        await ShouldHoldAsync(last, writers, $"seed {seed}, after the last kill");
        await last.StopAsync();
        Assert.Empty(DataDirectoryCheck.Complaints(settings.RootDirectory));
        Assert.True(writers.Sum(writer => writer.NextBatch) >= 20 * KillCount);
    }

    /// <summary>The moment of the kill is a number of acknowledgements: the other writers are then anywhere in their batches.</summary>
    static async Task WriteAndKillAsync(ServerProcess server, List<BatchWriter> writers, int acknowledgements)
    {
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var writing = writers.Select(writer => writer.WriteUntilCutOffAsync(server.Rpc, acknowledged: () =>
        {
            if (Interlocked.Increment(ref count) == acknowledgements)
                enough.TrySetResult();
        })).ToList();

        await Task.WhenAny([enough.Task, .. writing]);
        await server.KillAsync();
        await Task.WhenAll(writing);
        Assert.All(writers, writer => Assert.Null(writer.Refusal));
        Assert.True(enough.Task.IsCompleted, $"a writer was cut off before the kill, after {count} acknowledgements\n{server.Program.Transcript}");
    }

    static async Task ShouldHoldAsync(ServerProcess server, List<BatchWriter> writers, string when)
    {
        foreach (var writer in writers)
        {
            var damage = await writer.FindDamageAsync(server.Rpc);
            Assert.True(damage.Count == 0, $"{when}:\n{string.Join('\n', damage.Take(20))}");
        }
    }
}
