using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Server.Configuration;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>Coarser bars out of finer ones.</summary>
public class OnDiskAggTests
{
    const long Start = 1_513_263_780; // 2017-12-14T10:03:00 in New York

    static TriggerConfiguration Trigger(params string[] destinations) => PluginBench.Trigger("ondiskagg.so", "*/1Min/OHLCV", ("destinations", destinations));

    static Task Minutes(PluginBench bench, long start, params int[] volumes) => bench.Write(
        "A/1Min/OHLCV",
        Rows.Epoch([.. volumes.Select((_, row) => start + (60L * row))]),
        Rows.F4("Open", [.. volumes.Select((_, row) => row + 1f)]), Rows.F4("High", [.. volumes.Select((_, row) => row + 2f)]), Rows.F4("Low", [.. volumes.Select((_, row) => row + 0.5f)]),
        Rows.F4("Close", [.. volumes.Select((_, row) => row + 1.5f)]), Column.Of<int>("Volume", ElementType.Int32, volumes));

    [Fact]
    public async Task Bars_of_minutes_become_bars_of_five_minutes_and_of_days()
    {
        await using var bench = new PluginBench([Trigger("5Min", "1D")], "America/New_York");
        await Minutes(bench, Start, 1, 2, 3, 4, 5, 6, 7, 8);
        await Minutes(bench, Start + 86_400, 1, 1, 1, 1, 1, 1, 1, 1);
        await bench.Drain();

        Assert.Equal(
            "Epoch:i8 1513263600 1513263900 1513264200 1513350000 1513350300 1513350600 | Open:f4 1 3 8 1 3 8 | High:f4 3 8 9 3 8 9 | Low:f4 0.5 2.5 7.5 0.5 2.5 7.5 | Close:f4 2.5 7.5 8.5 2.5 7.5 8.5 | Volume:i4 3 25 8 2 5 1",
            bench.Read("A/5Min/OHLCV"));
        Assert.Equal("Epoch:i8 1513227600 1513314000 | Open:f4 1 1 | High:f4 9 9 | Low:f4 0.5 0.5 | Close:f4 8.5 8.5 | Volume:i4 36 8", bench.Read("A/1D/OHLCV"));
    }

    [Fact]
    public async Task A_bar_that_is_written_again_counts_once_with_its_new_values()
    {
        await using var bench = new PluginBench([Trigger("5Min")]);
        await Minutes(bench, 0, 10, 20);
        await Minutes(bench, 0, 1_000);
        await bench.Drain();

        Assert.EndsWith("Volume:i4 1020", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Late_bars_of_long_ago_make_only_their_own_windows_anew()
    {
        await using var bench = new PluginBench([Trigger("5Min", "1D")]);
        await Minutes(bench, 1_600_000_200, 1, 1, 1);
        await Minutes(bench, 0, 5);
        await Minutes(bench, 1_600_000_080, 7, 7);
        await bench.Drain();

        Assert.EndsWith("Volume:i4 5 14 3", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:i4 5 17", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_second_of_a_window_counts()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Sec/OHLCV", ("destinations", "1Min"))]);
        await bench.Write("A/1Sec/OHLCV", Rows.Epoch([.. Enumerable.Range(0, 120).Select(second => (long)second)]), Prices("Open", 120), Prices("High", 120), Prices("Low", 120), Prices("Close", 120), Rows.I8("Volume", [.. Enumerable.Repeat(1L, 120)]));
        await bench.Drain();

        Assert.EndsWith("Volume:i8 60 60", bench.Read("A/1Min/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sum_that_its_column_cannot_hold_is_the_greatest_value_and_told_in_the_log()
    {
        await using var bench = new PluginBench([Trigger("5Min")]);
        await Minutes(bench, 0, int.MaxValue, int.MaxValue);
        await bench.Drain();

        Assert.EndsWith($"Volume:i4 {int.MaxValue}", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.Contains(bench.Log.Warnings, line => line.Contains("A/1Min/OHLCV: the volume of 5Min is more than its column holds", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bars_of_windows_that_lost_all_their_rows_go_too()
    {
        await using var bench = new PluginBench([Trigger("5Min", "1D", "1W")]);
        await Minutes(bench, 0, [.. Enumerable.Repeat(1, 15)]);
        await bench.Drain();
        await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Min/OHLCV"), new(new(300, 0), new(660, 0)), TestContext.Current.CancellationToken);
        await bench.Drain();

        Assert.StartsWith("Epoch:i8 0 600 |", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:i4 5 3", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:i4 8", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
        await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Min/OHLCV"), TimeRange.All, TestContext.Current.CancellationToken);
        await bench.Drain();
        Assert.StartsWith("Epoch:i8 | ", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.StartsWith("Epoch:i8 | ", bench.Read("A/1W/OHLCV"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1Min", "Epoch:i8 1605866580 1605866640 | Open:f8 100.1 100.2 | High:f8 100.1 100.2 | Low:f8 100.1 99.6 | Close:f8 100.1 100.2 | Volume:u8 21 13", "100.1×10 @|111.2×11 I|100.2×12 @9|99.6×13 4")]
    [InlineData("1D", "Epoch:i8 1605830400 | Open:f8 100.1 | High:f8 111.2 | Low:f8 100.1 | Close:f8 105.6 | Volume:u8 130", "100.1×10 @|111.2×11 |100.2×12 @|105.6×130 M|105.8×31 T")]
    public async Task Trades_become_bars_by_their_conditions(string destination, string expected, string trades)
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg.so", "*/1Sec/TRADE", ("destinations", destination))]);
        long[] seconds = [1_605_866_580, 1_605_866_581, 1_605_866_642, 1_605_866_643, 1_605_866_643];
        var parts = trades.Split('|').Select(trade => trade.Split('×', ' ')).ToList();
        byte Condition(int trade, int number) => parts[trade][2].Length > number ? (byte)parts[trade][2][number] : (byte)0;
        var count = parts.Count;
        await bench.Write(
            "A/1Sec/TRADE",
            Rows.Epoch([.. seconds.Take(count)]), Rows.Nanoseconds(new int[count]),
            Rows.F8("Price", [.. parts.Select(part => double.Parse(part[0], System.Globalization.CultureInfo.InvariantCulture))]), Column.Of<ulong>("Size", ElementType.UInt64, [.. parts.Select(part => ulong.Parse(part[1], System.Globalization.CultureInfo.InvariantCulture))]),
            Column.Of<byte>("Cond1", ElementType.UInt8, [.. parts.Select((_, trade) => Condition(trade, 0))]), Column.Of<byte>("Cond2", ElementType.UInt8, [.. parts.Select((_, trade) => Condition(trade, 1))]));
        await bench.Drain();

        Assert.Equal(expected, bench.Read($"A/{destination}/OHLCV"));
    }

    [Fact]
    public async Task With_the_filter_a_day_is_made_of_its_regular_session_and_shorter_bars_of_all_rows()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg.so", "*/1Min/OHLCV", ("destinations", (string[])["1H", "1D"]), ("filter", "nasdaq"))], "America/New_York");
        const long open = 1_511_533_800; // 2017-11-24T09:30 in New York, the day after Thanksgiving
        await Minutes(bench, open - 60, 1, 2);
        await Minutes(bench, open + (3_600 * 7 / 2) - 60, 4, 8);
        await Minutes(bench, open + 86_400, 16);
        await bench.Drain();

        Assert.Equal("Epoch:i8 1511499600 | Open:f4 2 | High:f4 3 | Low:f4 0.5 | Close:f4 1.5 | Volume:i4 6", bench.Read("A/1D/OHLCV"));
        Assert.EndsWith("Volume:i4 3 4 8 16", bench.Read("A/1H/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_is_not_known_is_an_error_in_the_log_and_filters_nothing()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg.so", "*/1Min/OHLCV", ("destinations", "1D"), ("filter", "something"))]);
        await Minutes(bench, 0, 1, 2);
        await bench.Drain();

        Assert.EndsWith("Volume:i4 3", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
        Assert.Contains(bench.Log.Errors, line => line.Contains("filter: something is no calendar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Current_period_only_leaves_days_that_are_over_as_they_are()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(864_000 + 36_000));
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg.so", "*/1Min/OHLCV", ("destinations", (string[])["1H", "1D"]), ("current_period_only", "true"))], clock: clock);
        await Minutes(bench, 864_000 - 60, 1, 2);
        await bench.Drain();

        Assert.EndsWith("Volume:i4 2", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:i4 1 2", bench.Read("A/1H/OHLCV"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1M", "destinations: 1M is no timeframe")]
    [InlineData("soon", "destinations: soon is no timeframe")]
    public async Task Destinations_that_make_no_sense_leave_the_trigger_out_and_are_named(string destination, string error = "destinations: one timeframe at least is due")
    {
        await using var bench = new PluginBench([Trigger(destination.Length == 0 ? [] : [destination])]);

        Assert.Empty(bench.Plugins.Triggers);
        Assert.Contains(bench.Log.Errors, line => line.Contains("module ondiskagg.so is left out", StringComparison.Ordinal) && line.Contains(error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("UTC", 1)]
    [InlineData("America/New_York", 2)]
    [InlineData("Asia/Kolkata", 3)]
    [InlineData("Pacific/Chatham", 4)]
    [InlineData("America/Sao_Paulo", 5)]
    [InlineData("America/New_York", 6, 1)]
    [InlineData("America/Sao_Paulo", 7, 1)]
    public async Task After_any_writes_each_destination_equals_the_aggregate_of_its_source(string zone, int seed, long queueBytes = 64 << 20)
    {
        string[] destinations = ["5Min", "7Min", "15Min", "1H", "4H", "24H", "1D", "2D", "1W", "1Y"];
        // Where next to nothing may wait, what comes is mostly known by its times alone.
        await using var bench = new PluginBench([Trigger(destinations)], zone, options: new() { MaxQueueBytes = queueBytes });
        var random = new Random(seed);
        // Around changes of clocks, around years' ends, one of them that of 1969, and before.
        long[] origins = [1_520_726_400, 1_541_289_600, 1_546_214_400, -150_000, -999_999_960];
        var source = new SortedDictionary<long, (float Price, int Volume)>();
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(12) == 0 && source.Count > 0)
            {
                var (from, to) = (source.Keys.ElementAt(random.Next(source.Count)), source.Keys.ElementAt(random.Next(source.Count)));
                var cut = Math.Min(from + 7_200, Math.Max(from, to));
                await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Min/OHLCV"), new(new(from, 0), new(cut, 0)), TestContext.Current.CancellationToken);
                foreach (var gone in source.Keys.Where(minute => minute >= from && minute <= cut).ToList())
                    source.Remove(gone);
                continue;
            }

            var epochs = Enumerable.Range(0, random.Next(1, 40)).Select(_ => origins[random.Next(origins.Length)] + (60L * random.Next(5_000))).Distinct().ToArray();
            random.Shuffle(epochs);
            var prices = epochs.Select(_ => (float)random.Next(1, 1_000)).ToArray();
            var volumes = epochs.Select(_ => random.Next(1_000)).ToArray();
            await bench.Write("A/1Min/OHLCV", Rows.Epoch(epochs), Rows.F4("Open", prices), Rows.F4("High", [.. prices.Select(price => price + 1)]), Rows.F4("Low", [.. prices.Select(price => price - 1)]), Rows.F4("Close", prices), Column.Of<int>("Volume", ElementType.Int32, volumes));
            for (var row = 0; row < epochs.Length; row++)
                source[epochs[row]] = (prices[row], volumes[row]);
            if (random.Next(3) == 0)
                await bench.Drain();
        }

        await bench.Drain();
        foreach (var destination in destinations)
            Assert.Equal(Expected(source, destination, bench.Database.Zone), bench.Read($"A/{destination}/OHLCV"));
    }

    static Column Prices(string name, int count) => Rows.F4(name, [.. Enumerable.Range(0, count).Select(row => (float)row)]);

    /// <summary>From scratch, by another way than the trigger's: each row's window is computed by itself.</summary>
    static string Expected(SortedDictionary<long, (float Price, int Volume)> source, string destination, MarketTimeZone zone)
    {
        var groups = source.GroupBy(row => StoredTime(row.Key, destination, zone)).OrderBy(group => group.Key).ToList();
        return Rows.Describe(new(
            [
                Rows.Epoch([.. groups.Select(group => group.Key)]),
                Rows.F4("Open", [.. groups.Select(group => group.First().Value.Price)]), Rows.F4("High", [.. groups.Select(group => group.Max(row => row.Value.Price) + 1)]),
                Rows.F4("Low", [.. groups.Select(group => group.Min(row => row.Value.Price) - 1)]), Rows.F4("Close", [.. groups.Select(group => group.Last().Value.Price)]),
                Column.Of<int>("Volume", ElementType.Int32, [.. groups.Select(group => group.Sum(row => row.Value.Volume))]),
            ],
            groups.Count));
    }

    /// <summary>Where clocks change at midnight, days end where the next is said to start.</summary>
    static long DayOf(long epoch, MarketTimeZone zone)
    {
        var day = zone.LocalDayAt(epoch);
        return epoch < zone.StartOfLocalDay(day) ? day - 1 : epoch >= zone.StartOfLocalDay(day + 1) ? day + 1 : day;
    }

    static long StoredTime(long epoch, string destination, MarketTimeZone zone)
    {
        if (destination is "1D" or "24H")
            return zone.StartOfLocalDay(DayOf(epoch, zone));
        var seconds = destination switch { "5Min" => 300L, "7Min" => 420, "15Min" => 900, "1H" => 3_600, "4H" => 14_400, "2D" => 172_800, "1Y" => 366 * 86_400, _ => 604_800 };
        // A week is stored in the slot that holds noon of its Thursday.
        if (destination == "1W")
            epoch = zone.StartOfLocalDay(DayOf(epoch, zone) - ((((DayOf(epoch, zone) + 3) % 7) + 7) % 7)) + (84 * 3_600);
        var year = zone.Year(zone.YearAt(epoch)).StartSeconds;
        return year + ((epoch - year) / seconds * seconds);
    }
}
