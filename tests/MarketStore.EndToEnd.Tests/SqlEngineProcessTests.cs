using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>The process in which the server has its SQL engine: what a statement takes is taken there, within bounds that the system keeps, and its end is nobody else's.</summary>
public sealed partial class SqlEngineProcessTests : IAsyncLifetime
{
    const long Mebibyte = 1 << 20;
    const long SqlMemory = 64 * Mebibyte;
    const string Started = "sql engine ";
    const string Endless = "SELECT count(*) + 1 AS n FROM range(1000000) a, range(1000000) b, range(1000000) c";

    readonly TemporaryDirectory _directory = new();
    ServerProcess _server = null!; // set before any test begins

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(new(_directory.Combine("data"), MoreLines: $"sql_timeout: 3\nsql_memory: {SqlMemory / Mebibyte}"));

    public static TheoryData<string> LargeValues =>
    [
        "SELECT len(range(1000000000)) AS n",
        "SELECT len(generate_series(1, 1000000000)) AS n",
        "SELECT range(x) AS l FROM (SELECT 1000000000 AS x)",
        "SELECT len(list_resize([1], 2000000000)) AS n",
        "SELECT repeat('x', 1000000000) AS t",
        "SELECT length(repeat(repeat('x', 100000), 100000)) AS n",
        "SELECT length(lpad('x', 2000000000, 'y')) AS n",
        "SELECT length(printf('%1000000000d', 1)) AS n",
        "SELECT length(format('{:1000000000}', 1)) AS n",
        "SELECT length(replace(repeat('x', 100000), 'x', repeat('y', 100000))) AS n",
        "SELECT length(array_to_string(list_transform(range(100000), i -> repeat('x', 100000)), '')) AS n",
        "SELECT list(repeat('x', 1000)) AS l FROM range(10000000)",
        "SELECT length(string_agg(repeat('x', 1000), '')) AS n FROM range(10000000)",
        "SELECT bar(1, 0, 1, 1000000000) AS b",
        "WITH RECURSIVE r(t) AS (SELECT 'x' UNION ALL SELECT t || t FROM r) SELECT max(length(t)) AS n FROM r",
        "SELECT max(length(a || b || c || d)) AS n FROM (SELECT repeat('x', 20000000) AS a, repeat('y', 20000000) AS b, repeat('z', 20000000) AS c, repeat('w', 20000000) AS d)",
        $"SELECT count(*) AS n FROM range(10) t(i) WHERE i + 1 IN ({string.Join(',', Enumerable.Repeat("1", 480_000))})",
        $"SELECT count(*) AS n FROM range(10) t(i) WHERE i IN ({string.Join(',', Enumerable.Repeat("1", 1_900_000))})",
    ];

    [Theory, MemberData(nameof(LargeValues))]
    public async Task A_statement_that_makes_a_value_larger_than_its_memory_ends_in_an_error_and_the_server_holds_no_more(string statement)
    {
        Assert.Null(await SqlErrorAsync("SELECT 1 AS one"));
        var before = PeakOf(_server.Program.Id);
        var watch = Stopwatch.StartNew();
        var error = await SqlErrorAsync(statement);

        Assert.Matches("more memory than it may|longer than 3 s|more than the SQL engine can carry out|does not fit|SQL error", error);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.InRange(PeakOf(_server.Program.Id) - before, 0, 160 * Mebibyte);
        Assert.Null(await SqlErrorAsync("SELECT 1 AS one"));
    }

    [Fact]
    public async Task The_system_bounds_the_memory_of_the_engine()
    {
        var bound = BoundOf(await FirstEngineAsync());

        Assert.InRange(bound, SqlMemory, 16 * SqlMemory);
    }

    [Fact]
    public async Task An_engine_that_was_killed_between_statements_is_not_missed()
    {
        await KillAsync(await FirstEngineAsync());

        Assert.Null(await SqlErrorAsync("SELECT 2 AS two"));
    }

    [Fact]
    public async Task An_engine_that_is_killed_over_a_statement_ends_the_statement_alone()
    {
        var engine = await FirstEngineAsync();
        var endless = SqlErrorAsync(Endless);
        var other = await SecondEngineAsync(endless);
        // Either may be the one at work.
        await KillAsync(engine);
        await KillAsync(other);

        Assert.Contains("the SQL engine ended: exit code 137", await endless, StringComparison.Ordinal);
        await _server.Program.WaitForLineAsync("ended: exit code 137");
        Assert.Null(await SqlErrorAsync("SELECT 2 AS two"));
    }

    [Fact]
    public async Task An_engine_does_not_outlive_a_server_that_is_killed()
    {
        var engine = await FirstEngineAsync();
        var endless = SqlErrorAsync(Endless);
        var other = await SecondEngineAsync(endless);
        using var first = Process.GetProcessById(engine);
        using var second = Process.GetProcessById(other);
        await _server.KillAsync();

        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        await first.WaitForExitAsync(patience.Token);
        await second.WaitForExitAsync(patience.Token);
        await Assert.ThrowsAnyAsync<Exception>(() => endless);
    }

    [Fact]
    public async Task A_signal_to_stop_is_for_the_server_and_not_for_its_engine()
    {
        var engine = await FirstEngineAsync();
        foreach (var signal in (string[])["INT", "TERM", "HUP"])
            using (var kill = Process.Start("kill", [$"-{signal}", engine.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Null(await SqlErrorAsync("SELECT 2 AS two"));
        using var process = Process.GetProcessById(engine);
        Assert.False(process.HasExited);
        await _server.StopAsync();
        Assert.DoesNotContain("ended", string.Join('\n', _server.Program.Output.Text.Split('\n').Where(line => line.Contains(Started, StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_takes_its_statement_and_the_engine_with_it()
    {
        var engine = await FirstEngineAsync();
        using var process = Process.GetProcessById(engine);
        using var http = new HttpClient();
        using var client = new CancellationTokenSource();
        var statement = http.PostAsJsonAsync(
            new Uri($"http://127.0.0.1:{_server.RpcPort}/rpc"),
            new { jsonrpc = "2.0", id = 1, method = "DataService.Query", @params = new[] { new { requests = new[] { new { is_sqlstatement = true, sql_statement = Endless } } } } },
            client.Token);
        var other = await SecondEngineAsync(statement);
        using var second = Process.GetProcessById(other);
        await client.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => statement);

        // Either may be the one at work; the bound of three seconds would end it too, and be counted as such.
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        await Task.WhenAny(process.WaitForExitAsync(patience.Token), second.WaitForExitAsync(patience.Token));
        Assert.Null(await SqlErrorAsync("SELECT 2 AS two"));
        var metrics = await _server.MetricsAsync(TestContext.Current.CancellationToken);
        Assert.Contains("alpaca_marketstore_sql_statement_duration_seconds_count{outcome=\"cancelled\"} 1\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_tell_how_statements_ended_and_how_many_engines_run()
    {
        Assert.Null(await SqlErrorAsync("SELECT 1 AS one"));
        Assert.NotNull(await SqlErrorAsync("SELECT nothing"));
        Assert.NotNull(await SqlErrorAsync("SELECT repeat('x', 1000000000) AS t"));
        var metrics = await _server.MetricsAsync(TestContext.Current.CancellationToken);

        Assert.Contains("alpaca_marketstore_sql_statement_duration_seconds_count{outcome=\"ok\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alpaca_marketstore_sql_statement_duration_seconds_count{outcome=\"error\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alpaca_marketstore_sql_statement_duration_seconds_count{outcome=\"limit\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("alpaca_marketstore_sql_engines 0\n", metrics, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) // it may not even have started
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    /// <summary>The process that carried out the first statement, now idle.</summary>
    async Task<int> FirstEngineAsync()
    {
        Assert.Null(await SqlErrorAsync("SELECT 1 AS one"));
        return IdOf(await _server.Program.WaitForLineAsync(Started));
    }

    /// <summary>The process of a second statement: one that needs another, since the first is at work.</summary>
    async Task<int> SecondEngineAsync(Task first)
    {
        var line = _server.Program.WaitForLineAsync(Started, fromLine: _server.Program.Output.Text.Split('\n').ToList().FindIndex(line => line.Contains(Started, StringComparison.Ordinal)) + 1);
        while (!line.IsCompleted && !first.IsCompleted)
            Assert.Null(await SqlErrorAsync("SELECT 2 AS two"));
        return IdOf(await line);
    }

    static int IdOf(string line) => int.Parse(EngineStarted().Match(line).Groups[1].Value, CultureInfo.InvariantCulture);

    static async Task KillAsync(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        using var patience = new CancellationTokenSource(MarketStoreProgram.Patience);
        await process.WaitForExitAsync(patience.Token);
    }

    async Task<string?> SqlErrorAsync(string statement) => await _server.Rpc.ErrorAsync("DataService.Query", Requests.Of(new Dictionary<string, object?> { ["is_sqlstatement"] = true, ["sql_statement"] = statement })) as string;

    static long PeakOf(int id) => Number($"/proc/{id}/status", "VmHWM:") * 1_024;

    static long BoundOf(int id) => Number($"/proc/{id}/limits", "Max data size");

    static long Number(string file, string name)
    {
        var line = File.ReadLines(file).Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("sql engine (\\d+) started")]
    private static partial Regex EngineStarted();
}
