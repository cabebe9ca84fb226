using System.Globalization;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests;

public sealed class TourTests(TourServer server) : IClassFixture<TourServer>
{
    const int DayCount = 5_105;

    static readonly IReadOnlyList<Day> Days = [.. File.ReadLines(TourServer.Sample).Skip(1).Select(Day.Parse)];

    [Fact]
    public void The_sample_is_loaded_with_its_mapping_shown()
    {
        var (exitCode, output, errors) = server.Load;

        Assert.True(exitCode == 0, errors);
        Assert.Equal("", errors);
        Assert.Equal(
            $"""
            {TourServer.Sample} -> SP500/1D/OHLCV (new, fixed records)
              date     -> Epoch     ISO time, UTC without an offset
              open     -> Open      f8
              high     -> High      f8
              low      -> Low       f8
              close    -> Close     f8
              adjclose -> adjclose  f8
              volume   -> Volume    i8
            loaded {DayCount} rows into SP500/1D/OHLCV
            """, output);
    }

    [Fact]
    public async Task Every_day_comes_back_as_it_was_loaded()
    {
        var rows = await QueryCsvAsync("SP500/1D/OHLCV");

        Assert.Equal("Epoch,Open,High,Low,Close,adjclose,Volume", rows[0]);
        Assert.Equal(DayCount, Days.Count);
        Assert.Equal(Days.Select(day => day.ToString()), rows.Skip(1));
    }

    [Theory]
    [InlineData("1W", 1_059)]
    [InlineData("1M", 244)]
    [InlineData("1Y", 21)]
    public async Task Weeks_months_and_years_are_those_of_a_plain_computation(string timeframe, int barCount)
    {
        var rows = await QueryCsvAsync($"SP500/{timeframe}/OHLCV");

        Assert.Equal("Epoch,Open,High,Low,Close,Volume", rows[0]);
        Assert.Equal(barCount, rows.Count - 1);
        Assert.Equal(Bars(timeframe), rows.Skip(1));
    }

    [Fact]
    public async Task The_first_and_the_last_bars_are_those_of_the_file()
    {
        var weeks = await QueryCsvAsync("SP500/1W/OHLCV");
        var months = await QueryCsvAsync("SP500/1M/OHLCV");
        var years = await QueryCsvAsync("SP500/1Y/OHLCV");

        // The file begins on a Monday, 2000-01-03, and ends on a Friday, 2020-04-17.
        Assert.Equal("2000-01-03T00:00:00Z,1469.25,1478,1377.680054,1441.469971,5343800000", weeks[1]);
        Assert.Equal("2020-04-13T00:00:00Z,2782.459961,2879.219971,2721.169922,2874.560059,27017230000", weeks[^1]);
        Assert.Equal("2020-03-01T00:00:00Z,2974.280029,3136.719971,2191.860107,2584.590088,161801100000", months[^2]);
        Assert.StartsWith("2000-01-01T00:00:00Z,1469.25,", years[1], StringComparison.Ordinal);
        Assert.Equal("2020-01-01T00:00:00Z,3244.669922,3393.52002,2191.860107,2874.560059,395874190000", years[^1]);
    }

    [Fact]
    public async Task A_table_shows_the_days_that_are_asked_for()
    {
        var (exitCode, output, errors) = await server.RunAsync("query", "SP500/1D/OHLCV", "--from", "2020-04-09", "--to", "2020-04-14", "--columns", "Close,Volume");

        Assert.True(exitCode == 0, errors);
        Assert.Equal(
            """
            Epoch (UTC)        Close      Volume
            2020-04-09   2789.820068  7880140000
            2020-04-13   2761.629883  5274310000
            2020-04-14   2846.060059  5567400000
            """, output);
        Assert.Equal(6, (await server.RunAsync("query", "SP500/1W/OHLCV", "--last", "5")).Output.Split('\n').Length);
        Assert.Equal(21, (await server.RunAsync("query", "SP500/1W/OHLCV")).Output.Split('\n').Length);
    }

    [Fact]
    public async Task January_1_is_a_day_like_any_other()
    {
        var csv = "date,open,high,low,close\n2018-12-31,1,2,0.5,1\n2019-01-01,3,4,2,3\n2019-12-31,5,6,4,5\n2020-01-01,7,8,6,7\n";
        Assert.Equal(0, (await server.RunAsync("load", server.WriteFile("january.csv", csv), "JAN/1D/OHLC")).ExitCode);

        Assert.Equal(
            ["2018-12-31T00:00:00Z,1,2,0.5,1", "2019-01-01T00:00:00Z,3,4,2,3", "2019-12-31T00:00:00Z,5,6,4,5", "2020-01-01T00:00:00Z,7,8,6,7"],
            (await QueryCsvAsync("JAN/1D/OHLC")).Skip(1));
        Assert.Equal(
            ["2018-12-31T00:00:00Z,1,4,0.5,3", "2019-12-30T00:00:00Z,5,8,4,7"],
            (await QueryCsvAsync("JAN/1W/OHLC")).Skip(1));
        Assert.Equal(
            ["2018-01-01T00:00:00Z,1,2,0.5,1", "2019-01-01T00:00:00Z,3,6,2,5", "2020-01-01T00:00:00Z,7,8,6,7"],
            (await QueryCsvAsync("JAN/1Y/OHLC")).Skip(1));
    }

    [Fact]
    public async Task Ticks_are_loaded_from_what_a_query_printed()
    {
        var csv = "Epoch,Bid,Ask\n2020-01-06T09:30:00Z,10.1,10.2\n2020-01-06T09:30:00.25Z,10.15,10.25\n2020-01-06T09:30:00.25Z,10.15,10.25";
        Assert.Equal(0, (await server.RunAsync("load", server.WriteFile("ticks.csv", csv), "T/1Sec/TICK", "--variable")).ExitCode);

        var printed = await QueryCsvAsync("T/1Sec/TICK");
        Assert.Equal(0, (await server.RunAsync("load", server.WriteFile("again.csv", string.Join('\n', printed)), "T2/1Sec/TICK", "--variable")).ExitCode);

        Assert.Equal(csv.Split('\n'), printed);
        Assert.Equal(printed, await QueryCsvAsync("T2/1Sec/TICK"));
    }

    [Fact]
    public async Task Days_of_another_zone_are_that_zones_days()
    {
        using var directory = new TemporaryDirectory();
        await using var newYork = await ServerProcess.StartAsync(new(directory.Combine("data"), "America/New_York"));
        var url = $"http://127.0.0.1:{newYork.RpcPort}";

        var (exitCode, _, errors) = await MarketStoreProgram.RunAsync("load", TourServer.Sample, "SP500/1D/OHLCV", "--time-zone", "America/New_York", "--url", url);
        var (_, weeks, _) = await MarketStoreProgram.RunAsync("query", "SP500/1W/OHLCV", "--format", "csv", "--url", url);
        var (_, table, _) = await MarketStoreProgram.RunAsync("query", "SP500/1D/OHLCV", "--from", "2020-03-06", "--to", "2020-03-09", "--columns", "Close", "--url", url);

        Assert.True(exitCode == 0, errors);
        Assert.Equal(Bars("1W").Select(bar => bar.Replace("Z", "", StringComparison.Ordinal)), weeks.Split('\n').Skip(1).Select(row => row.Replace("-05:00,", ",", StringComparison.Ordinal).Replace("-04:00,", ",", StringComparison.Ordinal)));
        Assert.Equal("Epoch (America/New_York)        Close\n2020-03-06                2972.370117\n2020-03-09                2746.560059", table);
    }

    [Fact]
    public async Task Symbols_and_buckets_are_listed()
    {
        Assert.Contains("SP500", (await server.RunAsync("list")).Output.Split('\n'));
        Assert.Contains("SP500/1D/OHLCV", (await server.RunAsync("list", "--keys")).Output.Split('\n'));
    }

    [Fact]
    public async Task The_status_tells_of_every_part_of_a_running_server()
    {
        var output = (await server.RunAsync("status")).Output;

        Assert.Equal(["process", "configuration", "main listener", "gRPC listener", "catalog", "plug-ins"], output.Split('\n').Where(line => line.Length > 0 && line[0] is not (' ' or '=')));
    }

    [Fact]
    public async Task A_malformed_row_ends_the_load_and_what_lies_before_it_is_stored()
    {
        var path = server.WriteFile("bad.csv", "date,close\n2020-01-06,1\n2020-01-07,one\n2020-01-08,3\n");

        var failed = await server.RunAsync("load", path, "BAD/1D/X");
        var skipped = await server.RunAsync("load", path, "BAD2/1D/X", "--skip-bad");

        Assert.Equal((1, $"Error: {path}, line 3, column \"close\": \"one\" is no whole number (i8); 1 row was stored before it, nothing after it"), (failed.ExitCode, failed.Errors));
        Assert.Equal(["Epoch,Close", "2020-01-06T00:00:00Z,1"], await QueryCsvAsync("BAD/1D/X"));
        Assert.Equal((0, "loaded 2 rows into BAD2/1D/X"), (skipped.ExitCode, skipped.Output.Split('\n')[^1]));
        Assert.StartsWith("skipped 1 bad row:\n", skipped.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_done_is_told_in_one_line()
    {
        var missing = TourServer.Sample + ".missing";
        await FailsAsync($"Error: Could not find file '{missing}'", "load", missing, "A/1D/X");
        await FailsAsync("Error: key \"A/1D\" is not usable", "load", TourServer.Sample, "A/1D");
        // Only the server knows that ticks need shorter slots.
        await FailsAsync("Error: A/2D/X: variable records need a timeframe of at most one day", "load", TourServer.Sample, "A/2D/X", "--variable");
        await FailsAsync("Error: no results returned from query: Target: NOPE/1D/OHLCV", "query", "NOPE/1D/OHLCV");
        await FailsAsync("Error: SP500/1D/OHLCV has no column \"Opne\"", "query", "SP500/1D/OHLCV", "--columns", "Opne");
        await FailsAsync("Error: unable to retrieve column named nope", "query", "SP500/1D/OHLCV", "--function", "max(nope)");
    }

    [Theory]
    [InlineData("load", "nothing.csv", "A/1D/X")]
    [InlineData("query", "A/1D/X")]
    [InlineData("list")]
    [InlineData("status")]
    public async Task Without_a_server_its_address_is_named(params string[] arguments)
    {
        var path = server.WriteFile("nothing.csv", "date,x\n2020-01-06,1\n");
        var url = $"127.0.0.1:{Ports.Next()}";

        var (exitCode, _, errors) = await MarketStoreProgram.RunAsync([.. arguments.Select(argument => argument == "nothing.csv" ? path : argument), "--url", url]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Error: http://{url}/rpc does not answer", errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }

    async Task FailsAsync(string start, params string[] arguments)
    {
        var (exitCode, _, errors) = await server.RunAsync(arguments);
        Assert.Equal(1, exitCode);
        Assert.StartsWith(start, errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', errors);
    }

    async Task<IReadOnlyList<string>> QueryCsvAsync(string destination)
    {
        var (exitCode, output, errors) = await server.RunAsync("query", destination, "--format", "csv");
        Assert.True(exitCode == 0, errors);
        return output.Split('\n');
    }

    static IEnumerable<string> Bars(string timeframe) => Days.GroupBy(day => timeframe switch
    {
        "1W" => day.Date.AddDays(-(((int)day.Date.DayOfWeek + 6) % 7)),
        "1M" => new(day.Date.Year, day.Date.Month, 1),
        _ => new DateOnly(day.Date.Year, 1, 1),
    }).Select(bar => FormattableString.Invariant(
        $"{bar.Key:yyyy-MM-dd}T00:00:00Z,{bar.First().Open},{bar.Max(day => day.High)},{bar.Min(day => day.Low)},{bar.Last().Close},{bar.Sum(day => day.Volume)}"));

    sealed record Day(DateOnly Date, double Open, double High, double Low, double Close, double AdjustedClose, long Volume)
    {
        public static Day Parse(string line)
        {
            var fields = line.Split(',');
            var prices = fields[1..6].Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToList();
            return new(DateOnly.Parse(fields[0], CultureInfo.InvariantCulture), prices[0], prices[1], prices[2], prices[3], prices[4], long.Parse(fields[6], CultureInfo.InvariantCulture));
        }

        public override string ToString() => FormattableString.Invariant($"{Date:yyyy-MM-dd}T00:00:00Z,{Open},{High},{Low},{Close},{AdjustedClose},{Volume}");
    }
}
