using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>A server that the samples were loaded into, as the README has it.</summary>
public sealed class TourServer : IAsyncLifetime
{
    readonly TemporaryDirectory _directory = new();
    ServerProcess? _server;

    public static string Sample { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "sp500-2000.csv");

    /// <summary>What the load printed.</summary>
    internal (int ExitCode, string Output, string Errors) Load { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(new(_directory.Combine("data")));
        Load = await RunAsync("load", Sample, "SP500/1D/OHLCV");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>Writes a file for a test.</summary>
    public string WriteFile(string name, string text)
    {
        var path = _directory.Combine(name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Runs a verb against this server.</summary>
    public Task<(int ExitCode, string Output, string Errors)> RunAsync(params IEnumerable<string> arguments) =>
        MarketStoreProgram.RunAsync([.. arguments, "--url", $"127.0.0.1:{_server!.RpcPort}"]);
}
