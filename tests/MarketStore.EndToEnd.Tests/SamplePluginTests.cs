using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>A plug-in as anybody writes one, in an assembly of its own.</summary>
public sealed class SamplePluginTests : IDisposable
{
    static readonly string Plugins = Path.Combine(AppContext.BaseDirectory, "plugins");

    readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_trigger_and_a_worker_of_an_assembly_run_in_the_server()
    {
        await using var server = await ServerProcess.StartAsync(new(_directory.Combine("data"), MoreLines: $$"""
            plugin_directory: {{Plugins}}
            triggers:
              - module: MarketStore.SamplePlugin.so
                on: "*/1Min/OHLCV"
                config: { Percent: "5" }
            bgworkers:
              - module: MarketStore.SamplePlugin
                name: heart
                config: { symbol: PULSE, milliseconds: 10 }
            """));
        await server.Rpc.ResultAsync("DataService.Write", Requests.Of(Requests.Write(Requests.Dataset(
            ["ACME/1Min/OHLCV"], TypedColumn.Of("Epoch", 60L, 120L, 180L), TypedColumn.Of("Open", 100f, 100f, 100f), TypedColumn.Of("Close", 101f, 107f, 90f)))));

        var alerts = await StoredRows.WaitAsync(server, "ACME/1Min/ALERT", 2);
        Assert.Equal([120L, 180L], alerts["Epoch"].As<long>().ToArray());
        Assert.Equal([7f, -10f], alerts["Percent"].As<float>().ToArray().Select(percent => MathF.Round(percent, 3)));
        Assert.NotEmpty((await StoredRows.WaitAsync(server, "PULSE/1Sec/BEAT", 1))["Beat"].As<long>().ToArray());
        var metrics = await server.MetricsAsync(TestContext.Current.CancellationToken);
        Assert.Contains("alpaca_marketstore_plugin_counts_total{plugin=\"MarketStore.SamplePlugin\",what=\"alerts\"} 2\n", metrics, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task A_setting_that_makes_no_sense_is_named_with_the_plug_in_and_the_server_starts()
    {
        await using var server = await ServerProcess.StartAsync(new(_directory.Combine("data"), MoreLines: $$"""
            plugin_directory: {{Plugins}}
            triggers:
              - module: MarketStore.SamplePlugin
                on: "*/1Min/OHLCV"
                config: { percent: plenty }
            """));

        Assert.Contains("module MarketStore.SamplePlugin is left out: config, percent: plenty is no whole number from 1 to 1000", server.Program.Output.Text, StringComparison.Ordinal);
        await server.StopAsync();
    }

    public void Dispose() => _directory.Dispose();
}
