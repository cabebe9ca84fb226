using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Functions.Windows;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Query;

public class BarTests
{
    // 2020-01-02T00:00:00Z.
    const long Start = 1_577_923_200;

    [Fact]
    public async Task Bars_hold_the_first_the_highest_the_lowest_the_last_and_the_sum_in_the_source_types()
    {
        await using var host = new QueryHost();
        await host.Write(
            "A/1Min/OHLCV",
            Rows.Epoch(Start, Start + 60, Start + 300),
            Rows.F8("Close", 1.5, 2.25, 9),
            Rows.F4("Open", 1, 1.5f, 9),
            Rows.F4("High", 2, 2.5f, 9),
            Rows.F4("Low", 0.5f, 0.75f, 9),
            Column.Of<ulong>("Volume", ElementType.UInt64, [10, 20, 9]),
            Rows.I8("Trades", 1, 1, 1));

        Assert.Equal(
            "A/5Min/OHLCV = Epoch:i8 1577923200 1577923500 | Open:f4 1 9 | High:f4 2.5 9 | Low:f4 0.5 9 | Close:f8 2.25 9 | Volume:u8 30 9",
            host.Read("A/5Min/OHLCV"));
        Assert.Equal("A/x1H/OHLCV = Epoch:i8 1577923200 | Close:f8 9", host.Read("A/x1H/OHLCV", "Close", "Trades"));
    }

    [Fact]
    public async Task Without_Volume_bars_have_none()
    {
        await using var host = new QueryHost();
        await host.Write("A/1Min/OHLC", Rows.Epoch(Start), Rows.F4("Open", 1), Rows.F4("High", 2), Rows.F4("Low", 0), Rows.F4("Close", 1));

        Assert.Equal("A/1D/OHLC = Epoch:i8 1577923200 | Open:f4 1 | High:f4 2 | Low:f4 0 | Close:f4 1", host.Read("A/1D/OHLC"));
    }

    [Fact]
    public async Task NaN_wins_only_as_the_first_value_of_a_window()
    {
        await using var host = new QueryHost();
        await host.WriteBars("A/1Min/OHLCV", [Start, Start + 60, Start + 300, Start + 360, Start + 420], float.NaN, 1, 2, float.NaN, 3);

        Assert.Equal("A/5Min/OHLCV = Epoch:i8 1577923200 1577923500 | High:f4 NaN 3 | Low:f4 NaN 2", host.Read("A/5Min/OHLCV", "High", "Low"));
    }

    [Theory]
    [InlineData(Start + 299, Start + 300, "1577923200 1577923500 | Volume:i8 5 5")]
    [InlineData(Start + 301, Start + 302, "1577923500 | Volume:i8 5")]
    [InlineData(Start + 601, Start + 5_000, "")]
    [InlineData(Start + 500, Start + 400, "")]
    public async Task The_first_and_the_last_bar_of_a_range_are_whole(long start, long end, string expected)
    {
        await using var host = await TenMinutes();

        Assert.Equal(
            expected.Length == 0 ? "A/5Min/OHLCV = Epoch:i8 | Volume:i8" : $"A/5Min/OHLCV = Epoch:i8 {expected}",
            host.Answer(new() { Destination = "A/5Min/OHLCV", Columns = ["Volume"], Range = QueryHost.Seconds(start, end) }));
    }

    [Fact]
    public async Task An_empty_range_keeps_the_columns_that_bars_would_have()
    {
        await using var host = await TenMinutes();

        Assert.Equal(
            "A/5Min/OHLCV = Epoch:i8 | Open:f4 | High:f4 | Low:f4 | Close:f4 | Volume:i8",
            host.Answer(new() { Destination = "A/5Min/OHLCV", Range = QueryHost.Seconds(Start + 601, Start + 5_000) }));
    }

    [Theory]
    [InlineData(1, false, "1577923500 | Volume:i8 5")]
    [InlineData(1, true, "1577923200 | Volume:i8 5")]
    [InlineData(2, false, "1577923200 1577923500 | Volume:i8 5 5")]
    [InlineData(long.MaxValue, false, "1577923200 1577923500 | Volume:i8 5 5")]
    public async Task A_limit_counts_whole_bars(long limit, bool fromStart, string expected)
    {
        await using var host = await TenMinutes();

        Assert.Equal(
            $"A/5Min/OHLCV = Epoch:i8 {expected}",
            host.Answer(new() { Destination = "A/5Min/OHLCV", Columns = ["Volume"], LimitRecordCount = limit, LimitFromStart = fromStart }));
    }

    [Fact]
    public async Task January_first_belongs_to_its_week_month_and_year()
    {
        await using var host = new QueryHost();
        // 2019-12-31, 2020-01-01 and 2020-01-02.
        await host.WriteBars("A/1D/OHLCV", [1_577_750_400, 1_577_836_800, 1_577_923_200], 1, 2, 3);

        Assert.Equal("A/1W/OHLCV = Epoch:i8 1577664000 | Close:f4 3 | Volume:i8 3", host.Read("A/1W/OHLCV", "Close", "Volume"));
        Assert.Equal("A/1M/OHLCV = Epoch:i8 1575158400 1577836800 | Close:f4 1 3 | Volume:i8 1 2", host.Read("A/1M/OHLCV", "Close", "Volume"));
        Assert.Equal("A/1Y/OHLCV = Epoch:i8 1546300800 1577836800 | Close:f4 1 3 | Volume:i8 1 2", host.Read("A/1Y/OHLCV", "Close", "Volume"));
    }

    [Fact]
    public async Task Each_symbol_has_its_own_source_the_coarsest_that_divides_the_request()
    {
        await using var host = new QueryHost();
        await host.WriteBars("A/1Min/OHLCV", [Start], 1);
        await host.WriteBars("B/1Min/OHLCV", [Start], 2);
        await host.WriteBars("B/5Min/OHLCV", [Start], 3);
        await host.WriteBars("B/10Min/OHLCV", [Start], 4);
        await host.WriteBars("C/15Min/OHLCV", [Start], 5);
        await host.WriteBars("C/1Min/OHLCV", [Start], 6);

        Assert.Equal("A/20Min/OHLCV = Epoch:i8 1577922000 | Close:f4 1\nB/20Min/OHLCV = Epoch:i8 1577922000 | Close:f4 3\nC/20Min/OHLCV = Epoch:i8 1577922000 | Close:f4 6", host.Read("A,B,C/20Min/OHLCV", "Close").Replace("1577923200", "1577922000", StringComparison.Ordinal));
        Assert.Equal("A/10Min/OHLCV = Epoch:i8 1577923200 | Close:f4 1\nB/10Min/OHLCV = Epoch:i8 1577923200 | Close:f4 4", host.Read("A,B/10Min/OHLCV", "Close"));
        Assert.Equal("C/1M/OHLCV = Epoch:i8 1577836800 | Close:f4 5", host.Read("C/1M/OHLCV", "Close"));
        Assert.Equal(ErrorKind.NotFound, Assert.Throws<MarketStoreException>(() => host.Read("A/30Sec/OHLCV")).Kind);
    }

    [Fact]
    public async Task Slots_that_lie_across_the_border_of_windows_are_not_read_where_finer_ones_do_not()
    {
        await using var host = new QueryHost("America/New_York");
        await host.WriteBars("A/2H/OHLCV", [Start + 18_000], 1);
        await host.WriteBars("A/1H/OHLCV", [Start + 18_000], 2);
        await host.WriteBars("B/2H/OHLCV", [Start + 18_000], 3);

        Assert.Equal("A/4H/OHLCV = Epoch:i8 1577937600 | Close:f4 2\nB/4H/OHLCV = Epoch:i8 1577937600 | Close:f4 3", host.Read("A,B/4H/OHLCV", "Close"));
    }

    [Theory]
    [InlineData("Open")]
    [InlineData("High")]
    [InlineData("Low")]
    [InlineData("Close")]
    public async Task A_source_without_a_price_is_an_error_that_names_it(string missing)
    {
        await using var host = new QueryHost();
        var bars = QueryHost.Bars([Start], [1]);
        await host.Write("A/1Min/OHLCV", [.. bars.Columns.Where(column => column.Name != missing)]);

        Assert.Equal($"bars cannot be made on the fly from A/1Min/OHLCV: it has no column {missing}", Assert.Throws<MarketStoreException>(() => host.Read("A/5Min/OHLCV")).Message);
    }

    [Fact]
    public async Task A_price_that_is_text_is_an_error_that_names_it()
    {
        await using var host = new QueryHost();
        var bars = QueryHost.Bars([Start], [1]);
        await host.Write("A/1Min/OHLCV", [.. bars.Columns.Select(column => column.Name == "Low" ? new("Low", ElementType.String16, new byte[64]) : column)]);

        Assert.Equal(
            "bars cannot be made on the fly from A/1Min/OHLCV: its column Low is of type STRING16, which is not numeric",
            Assert.Throws<MarketStoreException>(() => host.Read("A/5Min/OHLCV")).Message);
    }

    [Fact]
    public async Task Ticks_make_no_bars()
    {
        await using var host = new QueryHost();
        await host.Write("T/1Sec/TICK", Rows.Epoch(Start), Rows.F4("Bid", 1), Rows.Nanoseconds(0));

        Assert.Equal("bars cannot be made on the fly from T/1Sec/TICK: it has no column Open", Assert.Throws<MarketStoreException>(() => host.Read("T/1Min/TICK")).Message);
    }

    [Theory]
    [InlineData(ElementType.Int32, int.MaxValue)]
    [InlineData(ElementType.UInt8, byte.MaxValue)]
    [InlineData(ElementType.Int64, long.MaxValue)]
    [InlineData(ElementType.UInt64, (double)(1UL << 63))]
    public async Task A_sum_that_does_not_fit_its_type_is_an_error_that_names_the_window(ElementType type, double volume)
    {
        await using var host = new QueryHost();
        var volumes = type == ElementType.Int64 ? Rows.I8("Volume", long.MaxValue, long.MaxValue) : Coercion.To(Rows.F8("Volume", volume, volume), type);
        var bars = QueryHost.Bars([Start, Start + 60], [1, 2]);
        await host.Write("A/1Min/OHLCV", [.. bars.Columns.Take(5), volumes]);

        Assert.Equal(
            $"A/1Min/OHLCV: the sum of Volume overflows {type.DisplayName()} in the window that starts at second 1577923200",
            Assert.Throws<MarketStoreException>(() => host.Read("A/5Min/OHLCV")).Message);
        Assert.Equal("A/5Min/OHLCV = Epoch:i8 1577923200 | Close:f4 2", host.Read("A/5Min/OHLCV", "Close"));
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    public async Task Bars_are_those_of_a_plain_computation_for_any_range_limit_and_end(string zoneName)
    {
        const int seed = 42;
        var random = new Random(seed);
        await using var host = new QueryHost(zoneName);
        // Sparse minutes over three years.
        long[] epochs = [.. Enumerable.Range(0, 3_000).Select(_ => 1_540_000_020 + (random.NextInt64(1_500_000) * 60)).Distinct().Order()];
        await host.WriteBars("A/1Min/OHLCV", epochs, [.. epochs.Select((_, row) => (float)row)]);
        string[] timeframes = ["2Min", "7Min", "1H", "4H", "1D", "3D", "1W", "2W", "1M", "3M", "1Y", "2Y"];
        for (var round = 0; round < 200; round++)
        {
            var timeframe = timeframes[random.Next(timeframes.Length)];
            Assert.True(CandleWindow.TryParse(timeframe, out var window));
            var calendar = new WindowCalendar(window, host.Database.Zone);
            var start = random.NextInt64(1_540_000_000, 1_640_000_000);
            var range = QueryHost.Seconds(start, start + random.NextInt64(100_000_000));
            var limit = random.Next(3) == 0 ? 0 : random.NextInt64(1, 120);
            var fromStart = random.Next(2) == 0;

            var windows = epochs
                .Select((epoch, row) => (Window: calendar.At(epoch), Row: row))
                .Where(pair => pair.Window.EndSeconds > range.Start.Seconds && pair.Window.StartSeconds <= range.End.Seconds)
                .GroupBy(pair => pair.Window.StartSeconds, pair => pair.Row)
                .ToList();
            var expected = limit == 0 ? windows : fromStart ? [.. windows.Take((int)limit)] : [.. windows.TakeLast((int)limit)];
            using var result = host.Engine.Execute(new() { Destination = $"A/{timeframe}/OHLCV", Range = range, LimitRecordCount = limit, LimitFromStart = fromStart });

            var bars = result.Buckets[0].Rows;
            var context = $"seed {seed}, round {round}: {timeframe}, {range}, {limit}, {fromStart}";
            Assert.True(expected.Select(bar => bar.Key).SequenceEqual(bars.Epochs.ToArray()), context);
            Assert.True(expected.Select(bar => (float)bar.First()).SequenceEqual(bars.Columns[1].Values<float>().ToArray()), context);
            Assert.True(expected.Select(bar => (float)bar.Last()).SequenceEqual(bars.Columns[4].Values<float>().ToArray()), context);
            Assert.True(expected.Select(bar => (long)bar.Count()).SequenceEqual(bars.Columns[5].Values<long>().ToArray()), context);
        }
    }

    [Fact]
    public async Task Bars_of_more_rows_than_are_read_at_a_time_are_whole()
    {
        await using var host = new QueryHost();
        long[] epochs = [.. Enumerable.Range(0, 300_000).Select(second => Start + second)];
        await host.WriteBars("A/1Sec/OHLCV", epochs, [.. epochs.Select(epoch => (float)(epoch - Start))]);

        Assert.Equal("A/1M/OHLCV = Epoch:i8 1577836800 | Open:f4 0 | Close:f4 299999 | Volume:i8 300000", host.Read("A/1M/OHLCV", "Open", "Close", "Volume"));
        Assert.Equal(
            "A/1D/OHLCV = Epoch:i8 1578096000 1578182400 | Volume:i8 86400 40800",
            host.Answer(new() { Destination = "A/1D/OHLCV", Columns = ["Volume"], LimitRecordCount = 2 }));
    }

    static async Task<QueryHost> TenMinutes()
    {
        var host = new QueryHost();
        await host.WriteBars("A/1Min/OHLCV", [.. Enumerable.Range(0, 10).Select(minute => Start + (minute * 60))], [.. Enumerable.Range(0, 10).Select(minute => (float)minute)]);
        return host;
    }
}
