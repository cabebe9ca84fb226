using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>One server for a whole class of bad requests: each test sees that it answers the next good one. Its data directory is the only thing in a directory.</summary>
public sealed class HostileServer : IAsyncLifetime
{
    /// <summary>A bucket with 10 bars, there from the start.</summary>
    public const string GoodKey = "GOOD/1Min/BARS";

    public const int MaxRequestMebibytes = 4;

    const long FirstEpoch = 1_600_000_020;
    const int RowCount = 10;

    readonly TemporaryDirectory _directory = new();

    internal ServerProcess Process { get; private set; } = null!; // set before any test begins

    internal JsonRpcCaller Rpc => Process.Rpc;

    internal GrpcCaller Grpc { get; private set; } = null!; // as the process

    public string DataDirectory => _directory.Combine("data");

    /// <summary>Everything beside the data directory.</summary>
    public IEnumerable<string> Strays => Directory.EnumerateFileSystemEntries(_directory.Path, "*", SearchOption.TopDirectoryOnly).Where(path => path != DataDirectory);

    public async ValueTask InitializeAsync()
    {
        Process = await ServerProcess.StartAsync(new(DataDirectory, MoreLines: $"max_request_size: {MaxRequestMebibytes}"));
        Grpc = new(Process.GrpcAddress);
        Assert.Null(await Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(GoodDataset(GoodKey)))));
    }

    /// <summary>Ten bars, to be spoilt by a test.</summary>
    public static Dictionary<string, object?> GoodDataset(string key) => Requests.Dataset(
        [key],
        TypedColumn.Of("Epoch", Enumerable.Range(0, RowCount).Select(row => FirstEpoch + 60 * row).ToArray()),
        TypedColumn.Of("Px", Enumerable.Range(0, RowCount).Select(row => 100f + row).ToArray()));

    /// <summary>The server still runs, and what was good is still there.</summary>
    public async Task ShouldLiveAsync()
    {
        Assert.True(Process.IsRunning, $"the server is gone\n{Process.Program.Transcript}");
        var result = await Rpc.ResultAsync("DataService.Query", Requests.Of(Requests.Query(GoodKey)));
        var columns = Dataset.ByKey(Plain.Map(Plain.List(result["responses"], "responses")[0], "a response")["result"]).Values.Single();
        Assert.Equal(Enumerable.Range(0, RowCount).Select(row => 100f + row), columns.Single(column => column.Name == "Px").As<float>().ToArray());
        Assert.Empty(Strays);
    }

    public async ValueTask DisposeAsync()
    {
        if (Process is not null) // it may not even have started
        {
            Grpc?.Dispose();
            await using (Process)
                await Process.StopAsync();
        }

        _directory.Dispose();
    }
}
