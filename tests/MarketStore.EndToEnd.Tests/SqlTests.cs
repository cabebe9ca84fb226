using System.Text;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.Protocol.Grpc;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

/// <summary>SQL and deletions over both wires, with the real server.</summary>
public sealed class SqlTests : IAsyncLifetime
{
    const string Key = "A/1Min/BARS";
    const long Start = 1_577_923_200; // 2020-01-02T00:00:00Z

    readonly TemporaryDirectory _directory = new();
    ServerProcess _server = null!; // set before any test begins

    ServerSettings Settings => new(_directory.Combine("data"), MoreLines: "sql_timeout: 2\nsql_memory: 64");

    GrpcCaller _grpc = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartAsync(Settings);
        _grpc = new(_server.GrpcAddress);
        Assert.Null(await _server.Rpc.ErrorAsync("DataService.Write", Requests.Of(Requests.Write(Requests.Dataset(
            [Key],
            TypedColumn.Of("Epoch", Enumerable.Range(0, 10).Select(row => Start + (60L * row)).ToArray()),
            TypedColumn.Of("Px", Enumerable.Range(0, 10).Select(row => (float)row).ToArray()))))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_statement_is_answered_over_both_wires(bool isGrpc)
    {
        const string statement = "SELECT time_bucket(INTERVAL 5 MINUTE, Epoch) AS Epoch, sum(Px) AS Total, 'a text of more than sixteen' AS Note FROM `A/1Min/BARS` GROUP BY ALL ORDER BY 1";
        var columns = await RunAsync(statement, isGrpc);

        Assert.Equal([Start, Start + 300], columns["Epoch"].As<long>().ToArray());
        Assert.Equal([10.0, 35.0], columns["Total"].As<double>().ToArray());
        Assert.Equal("U27", columns["Note"].Type);
        Assert.Equal("a text of more than sixteen", Encoding.UTF32.GetString(columns["Note"].Bytes.AsSpan(0, 108)));
    }

    [Fact]
    public async Task An_error_of_a_statement_has_its_place()
    {
        var error = await _server.Rpc.ErrorAsync("DataService.Query", Requests.Of(Sql("SELECT Nope FROM `A/1Min/BARS`")));

        Assert.Contains("SQL error at line 1, column 8", error, StringComparison.Ordinal);
        Assert.True(_server.IsRunning);
    }

    [Fact]
    public async Task A_statement_without_end_is_ended_and_the_server_goes_on()
    {
        var error = await _server.Rpc.ErrorAsync("DataService.Query", Requests.Of(Sql("SELECT count(*) + 1 FROM range(1000000) a, range(1000000) b, range(1000000) c")));

        Assert.Contains("longer than 2 s", error, StringComparison.Ordinal);
        var count = await RunAsync("SELECT count(*) FROM `A/1Min/BARS`", isGrpc: false);
        Assert.Equal([10L], count["Count"].As<long>().ToArray());
    }

    [Fact]
    public async Task Rows_are_deleted_by_each_of_the_three_ways_and_stay_away()
    {
        var answer = await _server.Rpc.ResultAsync("DataService.Delete", Requests.Of(new Dictionary<string, object?> { ["key"] = Key, ["epoch_end"] = Start + 60 }));
        Assert.Equal(2L, Plain.Map(Plain.List(answer["responses"], "responses")[0], "a response")["rows"]);
        var deleted = await _grpc.Client.DeleteAsync(new MultiDeleteRequest { Requests = { new DeleteRequest { Key = Key, EpochStart = Start + 540 } } }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("", 1L), (deleted.Responses[0].Error, deleted.Responses[0].Rows));
        var statement = await RunAsync("DELETE FROM `A/1Min/BARS` WHERE Epoch BETWEEN '2020-01-02-00:04' AND '2020-01-02-00:05'", isGrpc: true);
        Assert.Equal([2L], statement["Rows Deleted"].As<long>().ToArray());
        var refused = await _grpc.Client.DeleteAsync(new MultiDeleteRequest { Requests = { new DeleteRequest { Key = Key } } }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("needs epoch_start or epoch_end", refused.Responses[0].Error, StringComparison.Ordinal);

        await _server.KillAsync();
        await _server.DisposeAsync();
        _server = await ServerProcess.StartAsync(Settings);
        var left = await RunAsync("SELECT Px FROM `A/1Min/BARS`", isGrpc: false);
        Assert.Equal([2f, 3f, 6f, 7f, 8f], left["Px"].As<float>().ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        _grpc?.Dispose();
        if (_server is not null) // it may not even have started
            await _server.DisposeAsync();
        _directory.Dispose();
    }

    async Task<Dictionary<string, DatasetColumn>> RunAsync(string statement, bool isGrpc)
    {
        var parameters = Requests.Of(Sql(statement));
        var reply = isGrpc ? await _grpc.CallAsync("DataService.Query", parameters) : await _server.Rpc.CallAsync("DataService.Query", parameters);
        var result = Plain.Map(reply!["result"], "the result");
        return Dataset.ByKey(Plain.Map(Plain.List(result["responses"], "responses")[0], "a response")["result"]).Values.Single().ToDictionary(column => column.Name);
    }

    static Dictionary<string, object?> Sql(string statement) => new() { ["is_sqlstatement"] = true, ["sql_statement"] = statement };
}
