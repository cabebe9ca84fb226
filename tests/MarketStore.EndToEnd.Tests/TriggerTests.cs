using System.Globalization;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>Triggers of a configuration file of the Go server, in a real server.</summary>
public sealed class TriggerTests : IDisposable
{
    const long Open = 1_577_975_400; // 2020-01-02T09:30 in New York
    const long Midnight = 1_577_941_200;

    // As such files were written: keys that nothing uses any more, a comment in the place of a config, a feeder that is not there.
    const string GoEraLines = """
        queryable: true
        stop_grace_period: 0
        wal_rotate_interval: 5
        stale_threshold: 5
        enable_add: true
        enable_remove: false
        enable_last_known: false
        triggers:
          - module: ondiskagg.so
            on: "*/1Min/OHLCV"
            config:
              destinations:
                - 5Min
                - 15Min
                - 1H
                - 1D
              filter: "nasdaq"
          - module: stream.so
            on: '*/*/*'
            # config:
            #   filter: "nasdaq"
          - module: nosuchthing.so
            on: "*/1Min/OHLCV"
        """;

    readonly TemporaryDirectory _directory = new();

    ServerSettings Settings => new(_directory.Combine("data"), TimeZone: "America/New_York", MoreLines: GoEraLines);

    [Fact]
    public async Task A_configuration_of_the_Go_server_works_as_it_is()
    {
        await using var server = await ServerProcess.StartAsync(Settings);
        Assert.Contains("nosuchthing.so is neither built in nor a file of", server.Program.Output.Text, StringComparison.Ordinal);
        using var subscriber = await StreamSubscriber.SubscribeAsync(server, "ACME/1Min/*");

        await WriteAsync(server, Open - 60, 10);
        // The first bar is one of before the session.
        Assert.Equal(54, await VolumeAsync(server, "ACME/1D/OHLCV", rows: 1, volume: 54));
        Assert.Equal(55, await VolumeAsync(server, "ACME/5Min/OHLCV", rows: 3, volume: 55));
        var day = await StoredRows.ReadAsync(server, "ACME/1D/OHLCV");
        Assert.Equal([Midnight], day!["Epoch"].As<long>().ToArray());

        // All rows of the batch, each in a frame of its own.
        for (var row = 0; row < 10; row++)
        {
            var frame = await subscriber.ReceiveAsync();
            Assert.Equal("ACME/1Min/OHLCV", frame["key"]);
            Assert.Equal(Open - 60 + (60L * row), Convert.ToInt64(Plain.Map(frame["data"], "its data")["Epoch"], CultureInfo.InvariantCulture));
        }

        var metrics = await server.MetricsAsync(TestContext.Current.CancellationToken);
        Assert.Contains("alpaca_marketstore_trigger_queue{plugin=\"ondiskagg\"} 0\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alpaca_marketstore_plugins_missing 1\n", metrics, StringComparison.Ordinal);
        await server.StopAsync();
    }

    [Fact]
    public async Task What_a_killed_server_had_not_aggregated_is_aggregated_after_the_restart()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var server = await ServerProcess.StartAsync(Settings);
            // The kill comes right behind the last answer: the trigger is somewhere in between.
            for (var batch = 0; batch < 20; batch++)
                await WriteAsync(server, Open + (round * 86_400) + (batch * 600), 10);
            await server.KillAsync();
        }

        await using var last = await ServerProcess.StartAsync(Settings);
        // 200 minutes a day on Thursday, Friday, Monday: those of the weekend are of no session.
        Assert.Equal(3 * 20 * 55, await VolumeAsync(last, "ACME/1D/OHLCV", rows: 3, volume: 3 * 20 * 55));
        Assert.Equal(5 * 20 * 55, await VolumeAsync(last, "ACME/1H/OHLCV", rows: 20, volume: 5 * 20 * 55));
        await last.StopAsync();
        Assert.DoesNotContain(Directory.EnumerateFiles(_directory.Combine("data")), path => path.EndsWith("triggers.pending", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_nobody_had_done_when_a_checkpoint_dropped_the_log_is_aggregated_after_a_kill()
    {
        var hanging = Settings with
        {
            MoreLines = $$"""
                plugin_directory: {{Path.Combine(AppContext.BaseDirectory, "plugins")}}
                triggers:
                  - { module: MarketStore.TestPlugin, on: "*/1Min/OHLCV", config: { mode: hang } }
                """,
        };
        await using (var server = await ServerProcess.StartAsync(hanging))
        {
            await WriteAsync(server, Open, 10);
            await server.KillAsync();
        }

        // A checkpoint follows the replay, and the trigger does not return.
        await using (var server = await ServerProcess.StartAsync(hanging))
        {
            await UntilAsync(() => File.Exists(_directory.Combine("data/triggers.pending")) && Directory.GetFiles(_directory.Combine("data"), "*.mslog") is [var segment] && new FileInfo(segment) is { Exists: true, Length: < 100 });
            await server.KillAsync();
        }

        await using var last = await ServerProcess.StartAsync(Settings);
        Assert.Equal(55, await VolumeAsync(last, "ACME/1D/OHLCV", rows: 1, volume: 55));
        await last.StopAsync();
    }

    [Fact]
    public async Task A_subscriber_from_a_time_on_gets_what_is_stored_and_then_what_comes_none_missing_and_none_twice()
    {
        const int batches = 300;
        await using var server = await ServerProcess.StartAsync(Settings);
        await WriteAsync(server, Open, 10);
        var writer = Task.Run(async () =>
        {
            for (var batch = 1; batch < batches; batch++)
                await WriteAsync(server, Open + (600 * batch), 10);
        });
        // Several, one after the other, so that they come in the middle of writes.
        for (var round = 0; round < 3; round++)
        {
            using var subscriber = await StreamSubscriber.SubscribeAsync(server, "ACME/1Min/OHLCV", from: Open);
            var (epochs, liveNotices) = (new List<long>(), 0);
            while (epochs.Count < 10 * batches || liveNotices == 0)
            {
                var frame = await subscriber.ReceiveAsync();
                if (frame.ContainsKey("live"))
                    liveNotices++;
                else
                    epochs.Add(Convert.ToInt64(Plain.Map(frame["data"], "its data")["Epoch"], CultureInfo.InvariantCulture));
            }

            Assert.Equal(Enumerable.Range(0, 10 * batches).Select(row => Open + (60L * row)), epochs);
            Assert.Equal(1, liveNotices);
        }

        await writer;
        await server.StopAsync();
    }

    public void Dispose() => _directory.Dispose();

    static async Task WriteAsync(ServerProcess server, long start, int count) => await server.Rpc.ResultAsync("DataService.Write", Requests.Of(Requests.Write(Requests.Dataset(
        ["ACME/1Min/OHLCV"],
        TypedColumn.Of("Epoch", Enumerable.Range(0, count).Select(row => start + (60L * row)).ToArray()),
        TypedColumn.Of("Open", Enumerable.Range(0, count).Select(row => (float)row).ToArray()), TypedColumn.Of("High", Enumerable.Range(0, count).Select(row => row + 1f).ToArray()),
        TypedColumn.Of("Low", Enumerable.Range(0, count).Select(row => row - 1f).ToArray()), TypedColumn.Of("Close", Enumerable.Range(0, count).Select(row => row + 0.5f).ToArray()),
        TypedColumn.Of("Volume", Enumerable.Range(1, count).ToArray())))));

    /// <summary>Asks until a bucket has so many rows and their volumes are so much, or for too long; returns what they were last.</summary>
    async Task<long> VolumeAsync(ServerProcess server, string key, int rows, long volume)
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        while (true)
        {
            // What is not stored is made of minutes while it is asked for.
            var columns = Directory.Exists(_directory.Combine($"data/{key}")) ? await StoredRows.ReadAsync(server, key) : null;
            var found = columns is null ? 0 : columns["Volume"].As<int>().ToArray().Sum(value => (long)value);
            if ((found == volume && columns!["Epoch"].As<long>().Length == rows) || patience.IsCancellationRequested)
                return found;
        }
    }

    static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
