using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Docs;

/// <summary>A server with the buckets that docs/sql.md speaks of.</summary>
public sealed class SqlPageServer : IAsyncLifetime
{
    const string Prices = "(range // 60 % 100)::FLOAT AS Open, (range // 60 % 100 + 1)::FLOAT AS High, (range // 60 % 100 - 1)::FLOAT AS Low, (range // 60 % 100 + 0.5)::FLOAT AS Close, 10 AS Volume";

    readonly TemporaryDirectory _directory = new();
    ServerProcess? _server;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(new(_directory.Combine("data")));
        // Every minute of 2020, eight hours of a day of 2024, and three minutes before 2015.
        foreach (var (from, to) in ((string, string)[])[("2014-12-31 23:57", "2015-01-01"), ("2020-01-01", "2021-01-01"), ("2024-01-02 09:00", "2024-01-02 17:00")])
            await RunAsync($"INSERT INTO `AAPL/1Min/OHLCV` SELECT range AS Epoch, {Prices} FROM range(epoch('{from}'::TIMESTAMP)::BIGINT, epoch('{to}'::TIMESTAMP)::BIGINT, 60)");
        await RunAsync("INSERT INTO `AAPL/1Sec/TRADE` (Epoch, Nanoseconds, Price) VALUES (1704187800, 0, 10.5), (1704187801, 500000000, 11.5), (1704187803, 0, 12.5)");
        await RunAsync("INSERT INTO `AAPL/1Sec/QUOTE` (Epoch, Nanoseconds, Bid, Ask) VALUES (1704187799, 0, 1.5, 2.5), (1704187801, 500000001, 3.5, 4.5), (1704187803, 0, 5.5, 6.5)");
        await RunAsync("INSERT INTO `AAPL/1D/OHLCV` (Epoch, Close) VALUES (1704067200, 185.5), (1704153600, 184.5)");
        await RunAsync("INSERT INTO `MSFT/1D/OHLCV` (Epoch, Close) VALUES (1704153600, 370.5)");
        await RunAsync("INSERT INTO `AxB/1D/OHLCV` (Epoch, Close) VALUES (1704153600, 1.5)");
        string[] times = ["2020-01-05 19:00", "2020-01-06", "2020-01-06 04:30", "2020-01-06 04:30:15.25", "2020-01-06 08:30", "2020-01-06 09:30", "2020-01-06 09:30:15.25", "2020-01-06 09:31", "2020-01-06 09:31:00.5"];
        await RunAsync($"INSERT INTO `TIMES/1Sec/TICK` SELECT epoch_ns(t) // 1000000000 AS Epoch, (epoch_ns(t) % 1000000000)::INTEGER AS Nanoseconds, 1.5 AS Px FROM (SELECT unnest(['{string.Join("', '", times)}']::TIMESTAMP[]) AS t)");
    }

    /// <summary>The columns of a statement's result.</summary>
    internal async Task<IReadOnlyList<DatasetColumn>> RunAsync(string statement)
    {
        var reply = await _server!.Rpc.CallAsync("DataService.Query", Sql(statement));
        if (JsonRpcCaller.ErrorOf(reply) is { } error)
            Assert.Fail($"{statement}\n{error}");
        var response = Plain.Map(Plain.List(Plain.Map(reply["result"], "the result")["responses"], "responses")[0], "a response");
        return Dataset.ByKey(response["result"]).Values.Single();
    }

    /// <summary>The number in the last column of a result of one row: what a statement counted, or how many rows it changed.</summary>
    internal async Task<long> CountAsync(string statement) => Assert.Single(Integers((await RunAsync(statement))[^1]));

    /// <summary>Counts; an INSERT's come as floats, as from the Go server.</summary>
    internal static long[] Integers(DatasetColumn column) => column.IsFloat ? [.. column.AsFloats().Select(number => (long)number)] : column.As<long>().ToArray();

    /// <summary>The error of a statement that fails.</summary>
    internal async Task<string> ErrorAsync(string statement)
    {
        var error = await _server!.Rpc.ErrorAsync("DataService.Query", Sql(statement));
        Assert.True(error is not null, $"no error: {statement}");
        return error;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    static Dictionary<string, object?> Sql(string statement) => Requests.Of(new Dictionary<string, object?> { ["is_sqlstatement"] = true, ["sql_statement"] = statement });
}
