using System.Text.RegularExpressions;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>Plug-ins that throw, hang, loop and flood, all at once in one server: what they do to themselves is nobody else's.</summary>
public sealed class BadPluginTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Bad_plug_ins_hurt_nobody_and_are_seen_in_metrics_and_in_the_status()
    {
        var plugins = Path.Combine(AppContext.BaseDirectory, "plugins");
        await File.WriteAllTextAsync(Path.Combine(plugins, "NoAssembly.dll"), "not one", TestContext.Current.CancellationToken);
        await using var server = await ServerProcess.StartAsync(new(_directory.Combine("data"), MoreLines: $$"""
            plugin_directory: {{plugins}}
            triggers:
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: throw } }
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: hang } }
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: loop } }
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: flood } }
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: peek } }
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: refuse } }
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: stray } }
              - { module: MarketStore.TestPlugin, on: "*/1Min/*", config: { mode: wait } }
              - { module: NoAssembly, on: "*/1Min/*" }
              - { module: ondiskagg.so, on: "*/1Min/OHLCV", config: { destinations: 5Min } }
            bgworkers:
              - { module: MarketStore.TestPlugin, name: throwing, config: { mode: throw } }
              - { module: MarketStore.TestPlugin, name: endless, config: { mode: endless } }
            """));
        Assert.Contains("module MarketStore.TestPlugin is left out: it failed", server.Program.Output.Text, StringComparison.Ordinal);
        Assert.Contains("NoAssembly.dll cannot be loaded: ", server.Program.Output.Text, StringComparison.Ordinal);
        for (var batch = 0; batch < 20; batch++)
        {
            Assert.Null(await server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(Requests.Dataset(
                ["ACME/1Min/OHLCV"],
                TypedColumn.Of("Epoch", 60L * batch), TypedColumn.Of("Open", 1f), TypedColumn.Of("High", 1f), TypedColumn.Of("Low", 1f), TypedColumn.Of("Close", 1f), TypedColumn.Of("Volume", 1))))));
        }

        // The trigger that is well does its work meanwhile, and the others are seen for what they are.
        await MetricAsync(server, "plugin_counts_total{plugin=\"ondiskagg\",what=\"bars_written\"}", 4);
        await MetricAsync(server, "plugin_failures_total{plugin=\"MarketStore.TestPlugin\"}", 1);
        await MetricAsync(server, "plugin_failures_total{plugin=\"throwing\"}", 1);
        await MetricAsync(server, "trigger_queue{plugin=\"MarketStore.TestPlugin-2\"}", 1);
        await MetricAsync(server, "trigger_loops_total{plugin=\"MarketStore.TestPlugin-3\"}", 1);
        await MetricAsync(server, "plugin_counts_total{plugin=\"MarketStore.TestPlugin-4\",what=\"floods\"}", 1_000);
        await MetricAsync(server, "plugin_counts_total{plugin=\"MarketStore.TestPlugin-5\",what=\"looked\"}", 1);
        await MetricAsync(server, "plugin_log_lines_left_out_total{plugin=\"MarketStore.TestPlugin-4\"}", 99_000);
        await MetricAsync(server, "plugin_stray_exceptions_total{plugin=\"MarketStore.TestPlugin\"}", 2);
        var metrics = await MetricAsync(server, "plugins_missing", 2);
        // A plug-in does not see what is the server's own.
        Assert.Contains("alpaca_marketstore_plugin_counts_total{plugin=\"MarketStore.TestPlugin-5\",what=\"seen\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.InRange(Regex.Count(metrics, "plugin=\"MarketStore.TestPlugin-4\",what="), 1, 100);

        var (_, status, _) = await MarketStoreProgram.RunAsync("status", "--url", $"127.0.0.1:{server.RpcPort}");
        Assert.Contains("trigger MarketStore.TestPlugin-2", status, StringComparison.Ordinal);
        Assert.Contains("at work", status, StringComparison.Ordinal);
        Assert.Contains("worker throwing", status, StringComparison.Ordinal);
        Assert.Contains("log of MarketStore.TestPlugin-4", status, StringComparison.Ordinal);

        // The stop waits for its deadline, and leaves behind what does not return.
        await server.StopAsync();
        Assert.Contains("trigger MarketStore.TestPlugin-2 does not return, and is left to itself", server.Program.Output.Text, StringComparison.Ordinal);
        Assert.Contains("background worker endless does not end, and is left to itself", server.Program.Output.Text, StringComparison.Ordinal);
        Assert.Contains("trigger MarketStore.TestPlugin-7 failed when it was disposed", server.Program.Output.Text, StringComparison.Ordinal);
        Assert.Contains("MarketStore.TestPlugin: an exception that nobody waited for", server.Program.Output.Text, StringComparison.Ordinal);
        // 500 lines at once and 10 a second, though each of the batches had a flood.
        Assert.InRange(Regex.Count(server.Program.Output.Text, "of a flood"), 500, 2_500);
        Assert.Contains("log lines of this plug-in were left out", server.Program.Output.Text, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Asks until a metric is so much at least; returns all of them.</summary>
    static async Task<string> MetricAsync(ServerProcess server, string name, double least)
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        while (true)
        {
            var metrics = await server.MetricsAsync(patience.Token);
            if (Regex.Match(metrics, $"^alpaca_marketstore_{Regex.Escape(name)} (\\S+)$", RegexOptions.Multiline) is { Success: true } found && double.Parse(found.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= least)
                return metrics;
        }
    }
}
