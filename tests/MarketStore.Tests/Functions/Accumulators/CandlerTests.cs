using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using Xunit;

namespace MarketStore.Tests.Functions.Accumulators;

public class CandlerTests
{
    // 2020-01-06T09:30:00Z, a Monday.
    const long Start = 1_578_303_000;

    static readonly ColumnSeries Bars = Rows.Of(
        Rows.Epoch(Start, Start + 60, Start + 120, Start + 180, Start + 240, Start + 600, Start + 660),
        Rows.F4("Open", 10, 10.25f, 10.5f, 10.75f, 11, 11.25f, 11.5f),
        Rows.F4("High", 10.5f, 10.75f, 11, 11.25f, 11.5f, 11.75f, 12),
        Rows.F4("Low", 9.5f, 10, 10.25f, 10.5f, 10.75f, 11, 11.25f),
        Rows.F4("Close", 10.25f, 10.5f, 10.75f, 11, 11.25f, 11.5f, 11.75f),
        Rows.I8("Volume", 100, 200, 300, 400, 500, 600, 700));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Bars_make_candles_with_sums_and_averages_however_they_are_cut(int pieceRows) => Assert.Equal(
        "Epoch:i8 1578303000 1578303600 | Open:f4 10 11.25 | High:f4 11.5 12 | Low:f4 9.5 11 | Close:f4 11.25 11.75 | Volume_SUM:f8 1500 1300 | Volume_AVG:f8 300 650",
        Rows.Describe(Rows.Run(Bars, "UTC", pieceRows, "CandleCandler('5Min',Open,High,Low,Close,Avg::Volume,Sum::Volume)")));

    [Fact]
    public void A_single_optional_argument_binds() => Assert.EndsWith(
        "Volume_SUM:f8 2800",
        Rows.Describe(Rows.Run(Bars, "candlecandler('1H',Open,High,Low,Close,Volume)")));

    [Fact]
    public void A_column_summed_twice_has_two_names() => Assert.EndsWith(
        "Volume_SUM:f8 2800 | Volume_SUM0:f8 2800",
        Rows.Describe(Rows.Run(Bars, "candlecandler('1H',Open,High,Low,Close,Sum::Volume,Sum::Volume)")));

    [Fact]
    public void A_candler_takes_what_another_made() => Assert.Equal(
        "Epoch:i8 1578301200 | Open:f4 10 | High:f4 12 | Low:f4 9.5 | Close:f4 11.75 | Volume_SUM_SUM:f8 2800",
        Rows.Describe(Rows.Run(Bars, "candlecandler('5Min',Open,High,Low,Close,Sum::Volume)", "candlecandler('1H',Open,High,Low,Close,Sum::Volume_SUM)")));

    [Fact]
    public void Times_decide_what_opens_and_closes_not_the_order_of_rows()
    {
        var ticks = Rows.Of(
            Rows.Epoch(65, 10, 10, 10, 5, 70),
            Rows.F4("P", 6, 2, 1, 3, 4, 5),
            Rows.Nanoseconds(0, 500, 100, 900, 0, 0));

        Assert.Equal(
            "Epoch:i8 0 60 | Open:f4 4 6 | High:f4 4 6 | Low:f4 1 5 | Close:f4 3 5",
            Rows.Describe(Rows.Run(ticks, "tickcandler('1Min',P)")));
    }

    [Fact]
    public void Of_equal_times_the_first_row_keeps_open_and_close() => Assert.Equal(
        "Epoch:i8 0 | Open:f4 1 | High:f4 3 | Low:f4 1 | Close:f4 1",
        Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(7, 7, 7), Rows.F4("P", 1, 2, 3)), "tickcandler('1Min',P)")));

    [Fact]
    public void NaN_stays_where_it_comes_first_and_becomes_a_close_where_it_comes_last() => Assert.Equal(
        "Epoch:i8 0 60 | Open:f4 NaN 1 | High:f4 NaN 2 | Low:f4 NaN 1 | Close:f4 2 NaN",
        Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(0, 1, 2, 60, 61, 62), Rows.F4("P", float.NaN, 1, 2, 1, 2, float.NaN)), "tickcandler('1Min',P)")));

    [Fact]
    public void Several_price_columns_are_averaged_row_by_row() => Assert.Equal(
        "Epoch:i8 0 | Open:f4 2 | High:f4 3 | Low:f4 2 | Close:f4 3 | A_AVG:f8 1.5",
        Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(0, 1), Rows.F8("A", 1, 2), Rows.F8("B", 3, 4)), "tickcandler('1Min',CandlePrice::A,CandlePrice::B,Avg::A)")));

    [Theory]
    [InlineData("1W", "America/New_York", "Epoch:i8 1577682000 1578286800")]
    [InlineData("1W", "UTC", "Epoch:i8 1577664000 1578268800")]
    [InlineData("1M", "America/New_York", "Epoch:i8 1577854800")]
    [InlineData("2D", "UTC", "Epoch:i8 1578182400 1578355200")]
    [InlineData("2Y", "UTC", "Epoch:i8 1546300800")]
    public void Calendar_windows_are_local_and_honour_their_multiplier(string timeframe, string zone, string epochs)
    {
        // Sunday 2020-01-05T23:00 in New York, and Tuesday noon.
        var rows = Rows.Of(Rows.Epoch(1_578_283_200, 1_578_398_400), Rows.F4("P", 1, 2));
        if (zone == "UTC" && timeframe == "1W")
            rows = Rows.Of(Rows.Epoch(1_578_268_799, 1_578_398_400), Rows.F4("P", 1, 2));

        Assert.StartsWith($"{epochs} |", Rows.Describe(Rows.Run(rows, zone, 2, $"tickcandler('{timeframe}',P)")));
    }

    [Fact]
    public void Doubles_are_summed_as_doubles() => Assert.EndsWith(
        "V_SUM:f8 33554434",
        Rows.Describe(Rows.Run(Rows.Of(Rows.Epoch(0, 1), Rows.F8("V", 16_777_217, 16_777_217)), "tickcandler('1Min',V,Sum::V)")));

    [Fact]
    public void Many_late_rows_find_their_candles()
    {
        const int seed = 5;
        var random = new Random(seed);
        var epochs = Enumerable.Range(0, 5_000).Select(row => (long)row).ToArray();
        random.Shuffle(epochs);
        var rows = Rows.Of(Rows.Epoch(epochs), Rows.I8("V", [.. epochs.Select(_ => 1L)]), Rows.F8("P", [.. epochs.Select(epoch => (double)epoch)]));

        var candles = Rows.Run(rows, "tickcandler('10Sec',P,Sum::V)");

        Assert.Equal(Enumerable.Range(0, 500).Select(index => index * 10L), candles.Epochs.ToArray());
        Assert.Equal(Enumerable.Range(0, 500).Select(index => index * 10f), candles.Columns[1].Values<float>().ToArray());
        Assert.Equal(Enumerable.Range(0, 500).Select(index => (index * 10f) + 9), candles.Columns[4].Values<float>().ToArray());
        Assert.All(candles.Columns[5].Values<double>().ToArray(), sum => Assert.Equal(10, sum));
    }

    [Theory]
    [InlineData("candlecandler('1T',Open,High,Low,Close)", "init aggfunc during query: no suitable timeframe provided: timeframe not found in \"1T\"")]
    [InlineData("candlecandler('1H','1D',Open,High,Low,Close)", "init aggfunc during query: argument passed to Init() is not a string")]
    [InlineData("candlecandler('1H',Open,High,Low,Nope)", "unable to retrieve column named Nope")]
    [InlineData("tickcandler('1H',Close,Sum::Nope)", "unable to retrieve column named Nope")]
    public void Literals_and_columns_that_do_not_fit_are_refused_with_the_known_text(string call, string message) =>
        Assert.Equal(message, Assert.Throws<MarketStoreException>(() => Rows.Run(Bars, call)).Message);

    [Fact]
    public void No_rows_make_no_candles_but_an_error() => Assert.Equal(
        "empty input to Accum",
        Assert.Throws<MarketStoreException>(() => Rows.Run(Rows.Of(Rows.Epoch(), Rows.F4("P")), "UTC", 1, "tickcandler('1H',P)")).Message);
}
