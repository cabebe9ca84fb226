using MarketStore.Cli.Tools;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage.Estimates;
using MarketStore.TestKit.Files;
using MarketStore.Tests.Storage;
using Xunit;

namespace MarketStore.Tests.Cli.Tools;

public sealed class EstimateTests
{
    const int PageBytes = 4_096;

    [Theory]
    [InlineData(1, 1, 40_000, "1 symbol with 1 year of 1D data: 40KB")]
    [InlineData(0, 1, 40_000, "0 symbols with 1 year of 1D data: 0KB")]
    [InlineData(2, 3, 1_000_000, "2 symbols with 3 years of 1D data: 6000KB")]
    [InlineData(1, 2, 4_999_999, "1 symbol with 2 years of 1D data: 10000KB")]
    [InlineData(1, 2, 5_000_000, "1 symbol with 2 years of 1D data: 10MB")]
    [InlineData(1, 1, 2_500, "1 symbol with 1 year of 1D data: 2KB")]
    [InlineData(1, 1, 3_500, "1 symbol with 1 year of 1D data: 4KB")]
    [InlineData(1_000_000, 10, 9_999_000, "1000000 symbols with 10 years of 1D data: 100TB")]
    [InlineData(1_000_000_000, 1_000, 9_990_000_000, "1000000000 symbols with 1000 years of 1D data: 9990EB")]
    public void The_line_has_the_first_unit_of_which_there_are_less_than_ten_thousand(long symbols, long years, long bytes, string text) =>
        Assert.Equal($"Estimated space required for {text}", new EstimateText(symbols, years, "1D", bytes, 0).Describe());

    [Fact]
    public void Beyond_all_units_that_is_said() =>
        Assert.Equal("Estimated space required is more than 10,000EB", new EstimateText(1_000_000_000, 1_000, "1D", 10_000_000_000, 0).Describe());

    [Theory]
    [InlineData("1Min")]
    [InlineData("5Min")]
    [InlineData("1H")]
    [InlineData("4H")]
    [InlineData("1D")]
    [InlineData("1W")]
    public async Task A_year_of_bars_takes_up_what_was_estimated(string name)
    {
        Assert.True(Timeframe.TryParse(name, out var timeframe));
        var estimate = new SpaceEstimate(timeframe, [new("Open", ElementType.Float64), new("Volume", ElementType.Int64)], 261, TimeSpan.FromHours(6.5)).YearFileBytes();
        await using var db = TestDatabase.Open();
        var epochs = Session(timeframe).ToArray();

        await db.WriteAsync($"A/{name}/B", Rows.Epoch(epochs), Rows.F8("Open", new double[epochs.Length]), Rows.I8("Volume", new long[epochs.Length]));
        await db.Database.DisposeAsync();

        var stored = TestDatabase.AllocatedBytes(db.PathOf("A", name, "B", "2019.bin"));
        Assert.InRange(estimate, (long)(stored * 0.95) - PageBytes, (long)(stored * 1.05) + PageBytes);
    }

    [Fact]
    public void Open_all_the_time_a_file_is_as_large_as_its_slots_need()
    {
        Assert.True(Timeframe.TryParse("1Min", out var timeframe));
        var estimate = new SpaceEstimate(timeframe, [new("Open", ElementType.Float64)], 366, TimeSpan.FromHours(24)).YearFileBytes();
        Assert.InRange(estimate, 365 * 1_440 * 16, (365 * 1_440 * 16) + (4 * PageBytes));
    }

    [Fact]
    public void Without_trading_days_there_is_only_the_header()
    {
        Assert.True(Timeframe.TryParse("1Min", out var timeframe));
        Assert.Equal(2 * PageBytes, new SpaceEstimate(timeframe, [new("Open", ElementType.Float64)], 0, TimeSpan.FromHours(24)).YearFileBytes());
    }

    [Fact]
    public async Task Rows_are_rounded_up_to_eight_bytes()
    {
        var odd = await CliRun.RunAsync("estimate", "--4byteCols", "3", "--8byteCols", "0");
        var even = await CliRun.RunAsync("estimate", "--4byteCols", "4", "--8byteCols", "0");
        Assert.Equal((0, even.Output), (odd.Code, odd.Output));
    }

    [Theory]
    [InlineData("--timeframe", "1us")]
    [InlineData("--timeframe", "day")]
    [InlineData("--symbols", "abc")]
    [InlineData("--years", "-1")]
    [InlineData("--days", "367")]
    [InlineData("--hours", "25")]
    [InlineData("--hours", "NaN")]
    [InlineData("--4byteCols", "1025")]
    public async Task A_value_that_makes_no_sense_is_named(string option, string value)
    {
        var (code, output, error) = await CliRun.RunAsync("estimate", option, value);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"Error: '{option}' has to be ", error, StringComparison.Ordinal);
        Assert.Contains($"\"{value}\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_columns_than_a_bucket_has_are_refused()
    {
        var (code, _, error) = await CliRun.RunAsync("estimate", "--4byteCols", "1000", "--8byteCols", "25");
        Assert.Equal(1, code);
        Assert.Contains("1024", error, StringComparison.Ordinal);
    }

    /// <summary>From 9:30 to 16:00 on Mondays to Fridays of 2019, which starts on a Tuesday.</summary>
    static IEnumerable<long> Session(Timeframe timeframe)
    {
        const long YearStart = 1_546_300_800;
        for (var day = 0; day < 365; day++)
        {
            if ((day + 1) % 7 is 5 or 6)
                continue;
            var start = YearStart + (day * 86_400L) + (timeframe.Seconds < 86_400 ? 34_200 / timeframe.Seconds * timeframe.Seconds : 0);
            for (var epoch = start; epoch < YearStart + (day * 86_400L) + 57_600; epoch += timeframe.Seconds)
                yield return epoch;
        }
    }
}
