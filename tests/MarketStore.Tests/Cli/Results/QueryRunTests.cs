using MarketStore.Cli.Results;
using MarketStore.Cli.Times;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using Xunit;

namespace MarketStore.Tests.Cli.Results;

public sealed class QueryRunTests
{
    static readonly QueryOptions Options = new("A/1D/X");

    [Fact]
    public async Task A_table_shows_the_last_rows_unless_more_is_asked_for()
    {
        var (server, _, hint) = await RunAsync(Options, rowCount: 20);

        var query = Assert.Single(server.Queries);
        Assert.Equal((20, false, "A/1D/X"), (query.LimitRecordCount, query.LimitFromStart, query.Destination));
        Assert.Contains("the last 20 rows", hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_forms_and_functions_have_no_limit_of_their_own()
    {
        foreach (var options in (QueryOptions[])[Options with { Format = "csv" }, Options with { Format = "json" }, Options with { Functions = ["count(*)"] }])
        {
            var (server, _, hint) = await RunAsync(options, rowCount: 20);
            Assert.Equal(0, Assert.Single(server.Queries).LimitRecordCount);
            Assert.Empty(hint);
        }
    }

    [Fact]
    public async Task First_and_last_count_from_their_ends()
    {
        var (first, _, _) = await RunAsync(Options with { First = 3 });
        var (last, _, _) = await RunAsync(Options with { Last = 4 });

        Assert.Equal((3, true), (first.Queries[0].LimitRecordCount, first.Queries[0].LimitFromStart));
        Assert.Equal((4, false), (last.Queries[0].LimitRecordCount, last.Queries[0].LimitFromStart));
    }

    [Fact]
    public async Task Local_bounds_are_those_of_the_servers_clocks()
    {
        var (server, _, _) = await RunAsync(Options with { From = Bound("2020-01-06T09:30"), To = Bound("2020-01-06"), Functions = ["count(*)"] });

        Assert.Equal(2, server.Queries.Count);
        Assert.Equal((1, 0), (server.Queries[0].LimitRecordCount, server.Queries[0].Functions.Count));
        var query = server.Queries[1];
        Assert.Equal((1578321000, 1578373199, 999_999_999), (query.EpochStart, query.EpochEnd, query.EpochEndNanos));
    }

    [Fact]
    public async Task Exact_bounds_take_one_request()
    {
        var (server, _, _) = await RunAsync(Options with { From = Bound("1578303000"), To = Bound("2020-01-06T09:30Z") });

        var query = Assert.Single(server.Queries);
        Assert.Equal((1578303000, 1578303000), (query.EpochStart, query.EpochEnd));
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_an_error()
    {
        var exception = await Assert.ThrowsAsync<MarketStoreException>(() => RunAsync(Options with { Columns = ["Close", "Opne"] }));
        Assert.Equal("A/1D/X has no column \"Opne\"", exception.Message);
    }

    [Fact]
    public async Task The_symbol_is_shown_when_several_are_asked_for()
    {
        foreach (var destination in (string[])["*/1D/X", "A,B/1D/X"])
        {
            var (_, output, _) = await RunAsync(new(destination));
            Assert.StartsWith("Symbol", output, StringComparison.Ordinal);
        }
    }

    static TimeBound Bound(string text) => TimeBound.TryParse(text, out var bound) ? bound! : throw new ArgumentException(text);

    static async Task<(CliServer Server, string Output, string Hint)> RunAsync(QueryOptions options, int rowCount = 1)
    {
        var rows = new ColumnSeries([Column.Of<long>("Epoch", ElementType.Int64, new long[rowCount]), Column.Of<double>("Close", ElementType.Float64, new double[rowCount])], rowCount);
        var server = new CliServer { Rows = new([.. rows.Shapes], [new("A/1D/X:Symbol/Timeframe/AttributeGroup", rows)]), TimeZone = "America/New_York" };
        using var client = server.Connect();
        using var output = new StringWriter();
        using var terminal = new StringWriter();
        await new QueryRun(options, client, output, terminal).RunAsync(CancellationToken.None);
        return (server, output.ToString(), terminal.ToString());
    }
}
