using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MarketStore.Client;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.EndToEnd.Tests.TestKit;
using MarketStore.TestKit.Files;
using MarketStore.TestKit.Servers;
using Xunit;

namespace MarketStore.EndToEnd.Tests.Tools;

public sealed class EstimateTests
{
    // January 1 of 2019, a Tuesday.
    const long YearStart = 1_546_300_800;

    [Fact]
    public async Task A_year_of_minute_bars_takes_up_what_was_estimated_within_three_percent()
    {
        using var directory = new TemporaryDirectory();
        var settings = new ServerSettings(directory.Combine("data"));
        await using (var server = await ServerProcess.StartAsync(settings))
        {
            using var client = new MarketStoreClient(new Uri($"http://127.0.0.1:{server.RpcPort}"));
            await client.WriteAsync([new("AAPL/1Min/OHLCV", Bars())], RecordType.Fixed, TestContext.Current.CancellationToken);
            await server.StopAsync();
        }

        var (code, output, _) = await MarketStoreProgram.RunAsync("estimate", "-s", "1", "-y", "1");

        Assert.Equal(0, code);
        var estimated = long.Parse(Regex.Match(output, @"^Estimated space required for 1 symbol with 1 year of 1Min data: (\d+)KB\s*$").Groups[1].Value, CultureInfo.InvariantCulture) * 1_000;
        var stored = await StoredBytesAsync(settings.RootDirectory);
        TestContext.Current.SendDiagnosticMessage("estimated {0}, stored {1}", estimated, stored);
        Assert.InRange(estimated, stored * 0.97, stored * 1.03);
    }

    [Fact]
    public async Task As_JSON_the_estimate_is_the_bytes_that_the_line_rounds()
    {
        var (code, output, _) = await MarketStoreProgram.RunAsync("estimate", "-s", "20", "-y", "3", "--json");

        Assert.Equal(0, code);
        var told = JsonDocument.Parse(output).RootElement;
        Assert.Equal("1Min", told.GetProperty("timeframe").GetString());
        Assert.Equal(20 * ((3 * told.GetProperty("yearFileBytes").GetDouble()) + told.GetProperty("bucketBytes").GetDouble()), told.GetProperty("bytes").GetDouble());
    }

    /// <summary>Every minute from 9:30 to 16:00 of Mondays to Fridays.</summary>
    static ColumnSeries Bars()
    {
        var epochs = Enumerable.Range(0, 365).Where(day => (day + 1) % 7 is not (5 or 6)).SelectMany(day => Enumerable.Range(570, 390).Select(minute => YearStart + (day * 86_400L) + (minute * 60L))).ToArray();
        var prices = new double[epochs.Length];
        Array.Fill(prices, 1.5);
        return new(
            [
                Column.Of<long>("Epoch", ElementType.Int64, epochs),
                .. ((string[])["Open", "High", "Low", "Close", "Volume"]).Select(name => Column.Of<double>(name, ElementType.Float64, prices)),
            ],
            epochs.Length);
    }

    /// <summary>The data, without the root's own directory and category file.</summary>
    static async Task<long> StoredBytesAsync(string root)
    {
        var (code, output, errors) = await ShellScript.RunAsync(root, "du -s --block-size=1 AAPL");
        Assert.True(code == 0, errors);
        return long.Parse(output.Split('\t')[0], CultureInfo.InvariantCulture);
    }
}
