using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MarketStore.Core.Errors;
using MarketStore.Server.Configuration;
using MarketStore.Server.Console;
using MarketStore.Server.Hosting;
using MarketStore.TestKit.Files;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MarketStore.Tests.Server.Hosting;

public sealed class MarketStoreServerTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();
    readonly MemoryStream _log = new();
    readonly HttpClient _client = new();

    string Root => _directory.Combine("data");

    ServerConfiguration Configuration => new() { RootDirectory = Root, ListenHost = "127.0.0.1", ListenPort = 0, GrpcListenPort = 0, Utilities = new("127.0.0.1", 0) };

    public void Dispose()
    {
        _client.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_server_answers_at_each_of_its_addresses_and_leaves_no_log_behind()
    {
        await RunAsync(Configuration, async server =>
        {
            Assert.Contains("\"queryable\"", await _client.GetStringAsync(new Uri($"http://{server.UtilitiesAddress}/heartbeat")), StringComparison.Ordinal);
            Assert.Contains("\nalpaca_marketstore_startup_seconds 0.", await _client.GetStringAsync(new Uri($"http://{server.Address}/metrics")), StringComparison.Ordinal);
            using var call = new StringContent("""{"jsonrpc":"2.0","id":7,"method":"DataService.ListSymbols","params":[{}]}""", Encoding.UTF8, "application/json");
            using var answer = await _client.PostAsync(new Uri($"http://{server.Address}/rpc"), call);
            Assert.Equal(7, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("id").GetInt32());
            Assert.NotEqual(0, server.GrpcAddress!.Port);
        });

        Assert.Empty(Directory.EnumerateFiles(Root, "*wal*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_start_logs_its_steps_in_order()
    {
        await RunAsync(Configuration, _ => Task.CompletedTask);

        string[] expected =
        [
            "initializing marketstore...", $"Root Directory: {Root}", "startup time: ", "launching rpc data server...", "launching prometheus metrics server...",
            "enabling query access...", "launching tcp listener for all services...", "ready after ", "stopping: ",
        ];
        Assert.Equal(expected, Messages("info").Where(message => expected.Any(start => message.StartsWith(start, StringComparison.Ordinal))).Select(message => expected.First(start => message.StartsWith(start, StringComparison.Ordinal))));
        Assert.Empty(Messages("error"));
    }

    [Fact]
    public async Task A_module_that_is_not_there_is_one_error_and_the_server_starts()
    {
        var configuration = ConfigurationFile.Load(Path.Combine(AppContext.BaseDirectory, "Server", "Configuration", "Samples", "plugins-in-flow-style.yml")).Configuration;

        await RunAsync(Configuration with { Triggers = configuration.Triggers, BackgroundWorkers = configuration.BackgroundWorkers }, _ => Task.CompletedTask);

        Assert.Equal(
            ["module ondiskagg.so is neither built in nor a file of", "module massive.so is neither built in nor a file of", "module massive.so is neither built in nor a file of"],
            Messages("error").Select(message => message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..message.IndexOf(" /", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Replication_that_is_asked_for_is_an_error_for_each_side_and_the_server_starts()
    {
        await RunAsync(Configuration with { Replication = new() { Enabled = true, MasterHost = "master:5996" } }, _ => Task.CompletedTask);

        Assert.Equal(["replication.enabled", "replication.master_host"], Messages("error").Select(message => message[..message.IndexOf(':', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task A_server_that_finds_its_port_taken_lets_go_of_the_data()
    {
        using (var other = new TcpListener(IPAddress.Loopback, 0))
        {
            other.Start();
            var error = await Assert.ThrowsAsync<MarketStoreException>(() => RunAsync(Configuration with { ListenPort = ((IPEndPoint)other.LocalEndpoint).Port }, _ => Task.CompletedTask));
            Assert.Contains("listen_port", error.Message, StringComparison.Ordinal);
        }

        await RunAsync(Configuration, _ => Task.CompletedTask);
        Assert.Empty(Messages("error"));
    }

    [Fact]
    public async Task A_root_directory_that_cannot_be_made_is_named()
    {
        var error = await Assert.ThrowsAsync<MarketStoreException>(() => RunAsync(Configuration with { RootDirectory = "/no/such/directory" }, _ => Task.CompletedTask));

        Assert.Contains("/no/such/directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_report_tells_of_every_part()
    {
        var report = "";
        await RunAsync(Configuration, server =>
        {
            report = server.WriteStatus();
            return Task.CompletedTask;
        });

        Assert.Equal(["process", "configuration", "main listener", "gRPC listener", "utilities listener", "catalog", "plug-ins"], report.Split('\n').Where(line => line.Length > 0 && !line.StartsWith(' ') && !line.StartsWith('=')));
        Assert.Contains(Root, report, StringComparison.Ordinal);
        Assert.DoesNotContain("no answer", report, StringComparison.Ordinal);
    }

    async Task RunAsync(ServerConfiguration configuration, Func<MarketStoreServer, Task> use)
    {
        using var log = new JsonLineLog(_log, TimeProvider.System);
        using var loggers = ServerLogging.CreateFactory(log, LogLevel.Information);
        await using var server = await MarketStoreServer.StartAsync(configuration, loggers, TimeProvider.System);
        server.AnnounceReady();
        await use(server);
    }

    string[] Messages(string level) =>
    [
        .. Encoding.UTF8.GetString(_log.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(entry => entry.GetProperty("level").GetString() == level).Select(entry => entry.GetProperty("msg").GetString()!),
    ];
}
