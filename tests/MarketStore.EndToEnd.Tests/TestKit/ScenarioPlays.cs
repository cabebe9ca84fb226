using System.Collections.Concurrent;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Servers;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>
/// Plays each scenario file once over each wire, all its scenarios in order on one server that starts empty: later ones may see what earlier ones wrote. Each
/// test then looks up how its scenario went.
/// </summary>
public sealed class ScenarioPlays
{
    readonly ConcurrentDictionary<(string File, string Wire), Lazy<Task<Dictionary<string, ScenarioVerdict>>>> _plays = new();

    public async Task<ScenarioVerdict> VerdictAsync(string file, string wire, string scenario)
    {
        var play = _plays.GetOrAdd((file, wire), key => new(() => PlayAsync(key.File, key.Wire)));
        return (await play.Value)[scenario];
    }

    static async Task<Dictionary<string, ScenarioVerdict>> PlayAsync(string file, string wire)
    {
        using var directory = new TemporaryDirectory();
        await using var server = await ServerProcess.StartAsync(new(directory.Combine("data"), file == "utc" ? "UTC" : "America/New_York"));
        using var grpc = new GrpcCaller(server.GrpcAddress);
        var verdicts = new Dictionary<string, ScenarioVerdict>();
        foreach (var scenario in GoldenScenarioTests.ScenariosOf(file))
            verdicts[scenario.Name] = await ScenarioPlayer.PlayAsync(scenario.Steps, wire == "gRPC" ? grpc : server.Rpc);
        await server.StopAsync();
        return verdicts;
    }
}
