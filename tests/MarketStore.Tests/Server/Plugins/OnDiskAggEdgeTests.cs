using System.Numerics;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Plugins.Abstractions;
using MarketStore.Server.Configuration;
using MarketStore.Tests.Functions;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>Sources and destinations of every sort, and what comes between them.</summary>
public class OnDiskAggEdgeTests
{
    [Theory]
    [InlineData("5Min, 1H,5Min", "5Min 1H")]
    [InlineData("60Sec", "60Sec")]
    [InlineData("5Minx", null)]
    [InlineData("5Min/../X", null)]
    [InlineData("+5Min", null)]
    [InlineData("-5Min", null)]
    [InlineData("0H", null)]
    [InlineData("1m", null)]
    [InlineData("5min", null)]
    [InlineData("99999999999Min", null)]
    public async Task A_destination_is_a_number_and_a_unit_and_nothing_else(string text, string? destinations)
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Sec/OHLCV", ("DESTINATIONS", text))]);
        if (destinations is null)
        {
            Assert.Contains(bench.Log.Errors, line => line.Contains($"module ondiskagg is left out: config, destinations: {text} is no timeframe", StringComparison.Ordinal));
            return;
        }

        await Bars(bench, "A/1Sec/OHLCV", 1);
        await bench.Drain();
        Assert.Equal(destinations.Split(' ').Order(), bench.Database.ListBuckets().Select(key => key.Timeframe).Where(timeframe => timeframe != "1Sec").Order());
        Assert.Equal(destinations.Split(' ').Length, bench.Plugins.Hosts.Single().Counters.Single(counter => counter.Key == "bars_written").Value);
    }

    [Fact]
    public async Task A_filter_is_known_in_any_case()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", "1D"), ("Filter", "NASDAQ"))], "America/New_York");
        await Bars(bench, "A/1Min/OHLCV", 1_577_975_400 - 60, 1_577_975_400);
        await bench.Drain();

        Assert.Empty(bench.Log.Errors);
        Assert.EndsWith("Open:f4 2 | High:f4 2 | Low:f4 2 | Close:f4 2 | Volume:i8 1", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_say_nothing_of_sources_of_a_day()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1D/OHLCV", ("destinations", "1W"), ("filter", "nasdaq"))], "America/New_York");
        await Bars(bench, "A/1D/OHLCV", 1_577_941_200, 1_577_941_200 + 86_400);
        await bench.Drain();

        Assert.EndsWith("Volume:i8 2", bench.Read("A/1W/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public Task Bytes_stay_bytes() => AssertOfType<sbyte>(ElementType.Byte, sbyte.MinValue, sbyte.MaxValue);

    [Fact]
    public Task Shorts_stay_shorts() => AssertOfType<short>(ElementType.Int16, short.MinValue, short.MaxValue);

    [Fact]
    public Task Integers_stay_integers() => AssertOfType<int>(ElementType.Int32, int.MinValue, int.MaxValue);

    [Fact]
    public Task Longs_stay_longs() => AssertOfType<long>(ElementType.Int64, long.MinValue, long.MaxValue);

    [Fact]
    public Task Unsigned_bytes_stay_so() => AssertOfType<byte>(ElementType.UInt8, byte.MinValue, byte.MaxValue);

    [Fact]
    public Task Unsigned_shorts_stay_so() => AssertOfType<ushort>(ElementType.UInt16, ushort.MinValue, ushort.MaxValue);

    [Fact]
    public Task Unsigned_integers_stay_so() => AssertOfType<uint>(ElementType.UInt32, uint.MinValue, uint.MaxValue);

    [Fact]
    public Task Unsigned_longs_stay_so() => AssertOfType<ulong>(ElementType.UInt64, ulong.MinValue, ulong.MaxValue);

    [Fact]
    public Task Floats_stay_floats() => AssertOfType<float>(ElementType.Float32, float.MinValue, float.MaxValue);

    [Fact]
    public Task Doubles_stay_doubles() => AssertOfType<double>(ElementType.Float64, double.MinValue, double.MaxValue);

    [Fact]
    public async Task Values_that_are_no_number_count_for_none_and_infinite_volumes_stay_so()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", "5Min"))]);
        float[] high = [float.NaN, 2, 1], low = [3, float.NaN, 4], volume = [float.NaN, 5, float.PositiveInfinity];
        await bench.Write("A/1Min/OHLCV", Rows.Epoch(0, 60, 120), Rows.F4("Open", 1, 2, 3), Rows.F4("High", high), Rows.F4("Low", low), Rows.F4("Close", 1, 2, 3), Rows.F4("Volume", volume));
        await bench.Drain();

        Assert.Equal("Epoch:i8 0 | Open:f4 1 | High:f4 2 | Low:f4 3 | Close:f4 3 | Volume:f4 Infinity", bench.Read("A/5Min/OHLCV"));
    }

    [Fact]
    public async Task Columns_without_numbers_make_no_bars_and_are_named()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/*", ("destinations", "5Min"))]);
        await bench.Write("A/1Min/OHLC", Rows.Epoch(0), Column.Of<bool>("Open", ElementType.Bool, [true]), Rows.F4("High", 1), Rows.F4("Low", 1), Rows.F4("Close", 1));
        await bench.Write("B/1Min/NEWS", Rows.Epoch(0), Rows.F4("Mood", 1));
        await Bars(bench, "C/1Min/OHLC", 0);
        await bench.Drain();

        Assert.Equal(["A/1Min/OHLC", "B/1Min/NEWS", "C/1Min/OHLC", "C/5Min/OHLC"], bench.Database.ListBuckets().Select(key => key.ToString()));
        Assert.Contains(bench.Log.Warnings, line => line.Contains("A/1Min/OHLC: no bars of 5Min are made: column Open is", StringComparison.Ordinal));
        Assert.Contains(bench.Log.Warnings, line => line.Contains("B/1Min/NEWS has neither Open, High, Low and Close nor Price and Size", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_destination_as_fine_as_its_source_or_the_source_itself_is_left_out_and_the_others_are_made()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/(5Min|1Sec)/*", ("destinations", (string[])["1Sec", "1Min", "5Min", "300Sec", "10Min"]))]);
        await Bars(bench, "A/5Min/OHLCV", 0, 300, 600);
        await Trades(bench, "B/1Sec/OHLCV", (0, 1, 1, ""), (60, 2, 1, ""));
        await bench.Drain();

        Assert.Equal(["A/10Min/OHLCV", "A/5Min/OHLCV", "B/10Min/OHLCV", "B/1Min/OHLCV", "B/1Sec/OHLCV", "B/300Sec/OHLCV", "B/5Min/OHLCV"], bench.Database.ListBuckets().Select(key => key.ToString()));
        Assert.EndsWith("Volume:i8 2 1", bench.Read("A/10Min/OHLCV"), StringComparison.Ordinal);
        Assert.StartsWith("Epoch:i8 0 60 | Price:f8 1 2", bench.Read("B/1Sec/OHLCV"), StringComparison.Ordinal);
        Assert.Contains(bench.Log.Warnings, line => line.Contains("A/5Min/OHLCV is not finer than 300Sec", StringComparison.Ordinal));
        Assert.Contains(bench.Log.Warnings, line => line.Contains("B/1Sec/OHLCV is not finer than 1Sec", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trigger_that_hears_of_its_destinations_makes_each_from_what_others_wrote()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/*/OHLCV", ("destinations", (string[])["5Min", "1H"]))]);
        await Bars(bench, "A/1Min/OHLCV", 0, 60, 300);
        await bench.Drain();

        Assert.EndsWith("Volume:i8 2 1", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:i8 3", bench.Read("A/1H/OHLCV"), StringComparison.Ordinal);
        Assert.Equal(2, bench.Plugins.Triggers.Single().Activity.Loops);
    }

    [Fact]
    public async Task Destinations_that_are_there_with_other_columns_refuse_and_are_told_once_and_the_others_are_made()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", (string[])["5Min", "10Min", "1H"]))]);
        var cancellation = TestContext.Current.CancellationToken;
        DataShape[] more = [new("Open", ElementType.Float32), new("High", ElementType.Float32), new("Low", ElementType.Float32), new("Close", ElementType.Float32), new("Volume", ElementType.Int64), new("More", ElementType.Int32)];
        await bench.Database.CreateAsync(TimeBucketKey.Parse("A/5Min/OHLCV"), RecordType.Fixed, more, 1970, cancellation);
        // Other types take the values as their own.
        DataShape[] doubles = [.. more[..4].Select(shape => shape with { Type = ElementType.Float64 }), new("Volume", ElementType.Int32)];
        await bench.Database.CreateAsync(TimeBucketKey.Parse("A/10Min/OHLCV"), RecordType.Fixed, doubles, 1970, cancellation);
        for (var minute = 0; minute < 3; minute++)
        {
            await Bars(bench, "A/1Min/OHLCV", 60 * minute);
            await Bars(bench, "B/1Min/OHLCV", 60 * minute);
            await bench.Drain();
        }

        Assert.Equal("Epoch:i8 0 | Open:f8 1 | High:f8 1 | Low:f8 1 | Close:f8 1 | Volume:i4 3", bench.Read("A/10Min/OHLCV"));
        foreach (var key in (string[])["A/1H/OHLCV", "B/5Min/OHLCV", "B/10Min/OHLCV", "B/1H/OHLCV"])
            Assert.EndsWith("Volume:i8 3", bench.Read(key), StringComparison.Ordinal);
        Assert.Contains("A/5Min/OHLCV takes no bars", Assert.Single(bench.Log.Errors), StringComparison.Ordinal);
        Assert.Equal(0, bench.Plugins.Triggers.Single().Activity.Failures);
    }

    [Fact]
    public async Task A_destination_that_holds_ticks_takes_no_bars_since_they_would_not_replace_each_other()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", "5Min"))]);
        DataShape[] columns = [new("Open", ElementType.Float32), new("High", ElementType.Float32), new("Low", ElementType.Float32), new("Close", ElementType.Float32), new("Volume", ElementType.Int64)];
        await bench.Database.CreateAsync(TimeBucketKey.Parse("A/5Min/OHLCV"), RecordType.Variable, columns, 1970, TestContext.Current.CancellationToken);
        await Bars(bench, "A/1Min/OHLCV", 0, 60);
        await Bars(bench, "A/1Min/OHLCV", 120);
        await bench.Drain();

        Assert.StartsWith("Epoch:i8 |", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.Contains(bench.Log.Errors, line => line.Contains("A/5Min/OHLCV takes no bars", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_of_ticks_with_prices_of_bars_makes_bars()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Sec/OHLCV", ("destinations", "1Min"))]);
        await bench.Write("A/1Sec/OHLCV", Rows.Epoch(1, 1, 1), Rows.Nanoseconds(30, 10, 20), Rows.F4("Open", 3, 1, 2), Rows.F4("High", 3, 1, 2), Rows.F4("Low", 3, 1, 2), Rows.F4("Close", 3, 1, 2));
        await bench.Drain();

        Assert.Equal("Epoch:i8 0 | Open:f4 1 | High:f4 3 | Low:f4 1 | Close:f4 3", bench.Read("A/1Min/OHLCV"));
    }

    [Fact]
    public async Task A_source_made_anew_with_other_columns_is_read_as_it_is_now()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", "5Min"))]);
        await Bars(bench, "A/1Min/OHLCV", 0, 60);
        await bench.Drain();
        await bench.Database.DestroyAsync("A/1Min/OHLCV", TestContext.Current.CancellationToken);
        await bench.Drain();
        Assert.EndsWith("Volume:i8 2", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);

        await bench.Write("A/1Min/OHLCV", Rows.Epoch(60), Rows.F8("Close", 7), Rows.F8("Open", 7), Rows.F8("High", 7), Rows.F8("Low", 7), Rows.F8("Volume", 9), Rows.F8("Other", 1));
        await bench.Drain();
        Assert.Equal("Epoch:i8 0 | Open:f4 7 | High:f4 7 | Low:f4 7 | Close:f4 7 | Volume:i8 9", bench.Read("A/5Min/OHLCV"));

        await bench.Database.DestroyAsync("A", TestContext.Current.CancellationToken);
        await bench.Write("A/1Min/OHLCV", Rows.Epoch(60), Rows.F8("Price", 7));
        await bench.Drain();
        Assert.Equal(["A/1Min/OHLCV"], bench.Database.ListBuckets().Select(key => key.ToString()));
    }

    [Fact]
    public async Task Buckets_that_go_while_bars_are_made_of_them_are_no_failure()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", (string[])["5Min", "1D"]))]);
        for (var round = 0; round < 60; round++)
        {
            await Bars(bench, "A/1Min/OHLCV", [.. Enumerable.Range(0, 500).Select(minute => 60L * minute)]);
            try
            {
                await bench.Database.DestroyAsync((round % 3) switch { 0 => "A", 1 => "A/1Min/OHLCV", _ => "A/5Min/OHLCV" }, TestContext.Current.CancellationToken);
            }
            catch (MarketStoreException error) when (error.Kind == ErrorKind.NotFound)
            {
                // The trigger had not made it yet.
            }
        }

        await Bars(bench, "A/1Min/OHLCV", 0);
        await bench.Drain();
        Assert.Equal(0, bench.Plugins.Triggers.Single().Activity.Failures);
        Assert.Empty(bench.Log.Errors);
        Assert.StartsWith("Epoch:i8 0 |", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destination_whose_files_refuse_is_made_up_for_and_keeps_no_other_back()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", (string[])["5Min", "1H"]))]);
        await Bars(bench, "A/1Min/OHLCV", 0);
        await bench.Drain();
        await bench.Database.DestroyAsync("A/5Min", TestContext.Current.CancellationToken);
        bench.Disk.Before = call =>
        {
            if (call.Kind == DiskCallKind.CreateDirectory && call.Path.Contains("A/5Min", StringComparison.Ordinal))
                throw new IOException("no space left");
        };
        await bench.Database.WriteAsync([BarsOf("A/1Min/OHLCV", 60), BarsOf("B/1Min/OHLCV", 60)], TestContext.Current.CancellationToken);
        // The first call may have been told of the one source alone.
        await PluginBench.Until(() => bench.Plugins.Triggers.Single().Activity.Failures > 0 && bench.Database.ListBuckets().Count(key => key.Symbol == "B") == 3);
        Assert.EndsWith("Volume:i8 2", bench.Read("A/1H/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:i8 1", bench.Read("B/5Min/OHLCV"), StringComparison.Ordinal);

        bench.Disk.Before = null;
        await bench.Drain();
        Assert.EndsWith("Volume:i8 2", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trade_whose_window_makes_no_bar_any_more_takes_it_along()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Sec/TRADE", ("destinations", (string[])["1Min", "1D"]))]);
        await Trades(bench, "A/1Sec/TRADE", (5, 10, 1, "I"), (6, 11, 2, ""), (70, 12, 4, ""));
        await bench.Drain();
        Assert.Equal("Epoch:i8 0 60 | Open:f8 11 12 | High:f8 11 12 | Low:f8 11 12 | Close:f8 11 12 | Volume:u8 3 4", bench.Read("A/1Min/OHLCV"));
        await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Sec/TRADE"), new(new(6, 0), new(6, 0)), TestContext.Current.CancellationToken);
        await bench.Drain();

        Assert.StartsWith("Epoch:i8 60 |", bench.Read("A/1Min/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:u8 5", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_of_an_official_open_and_volumes_alone_has_the_open_as_its_prices()
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Sec/TRADE", ("destinations", "1D"))]);
        await Trades(bench, "A/1Sec/TRADE", (5, 10, 1, "Q"), (6, 99, 2, "I"));
        await bench.Drain();

        Assert.Equal("Epoch:i8 0 | Open:f8 10 | High:f8 10 | Low:f8 10 | Close:f8 10 | Volume:u8 2", bench.Read("A/1D/OHLCV"));
    }

    [Fact]
    public async Task Removal_is_heard_of_also_by_its_times_alone_and_takes_no_bars_along_beside_it()
    {
        using var gate = new ManualResetEventSlim();
        var slow = new Gated(gate);
        await using var bench = new PluginBench([PluginBench.Trigger("gated", "*/1Min/OHLCV", ("destinations", (string[])["5Min", "1D"]))], plugins: new Dictionary<string, object> { ["gated"] = slow }, options: new() { MaxQueueBytes = 1 });
        gate.Set();
        await Bars(bench, "A/1Min/OHLCV", 0, 300, 600);
        // Days that nothing was made for, as a vendor has them.
        await Bars(bench, "A/1D/OHLCV", 86_400, 172_800, 864_000);
        await bench.Drain();
        gate.Reset();
        await Bars(bench, "B/1Min/OHLCV", 0);
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        await Bars(bench, "C/1Min/OHLCV", 0);
        await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Min/OHLCV"), new(new(300, 0), new(359, 0)), TestContext.Current.CancellationToken);
        // One range, with the vendor's days in it.
        await Bars(bench, "A/1Min/OHLCV", 600);
        await Bars(bench, "A/1Min/OHLCV", 604_800);
        Assert.Equal(3, bench.Plugins.Triggers[0].Queue.Dropped);
        gate.Set();
        await bench.Drain();

        Assert.StartsWith("Epoch:i8 0 600 604800 |", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.StartsWith("Epoch:i8 0 86400 172800 604800 864000 |", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("24H")]
    [InlineData("1440Min")]
    [InlineData("1D")]
    public async Task Days_under_any_name_are_local_days_also_where_clocks_skip_midnight(string destination)
    {
        // 2018-11-04 in São Paulo begins at one o'clock; its file has 02:00Z for its start, an hour before that.
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", destination))], "America/Sao_Paulo");
        await Bars(bench, "A/1Min/OHLCV", 1_541_296_800 - 60, 1_541_296_800 + 60, 1_541_300_400);
        await bench.Drain();

        Assert.EndsWith("Volume:i8 1 2", bench.Read($"A/{destination}/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_row_of_long_ago_does_not_make_the_days_in_between_anew()
    {
        using var gate = new ManualResetEventSlim(true);
        await using var bench = new PluginBench([PluginBench.Trigger("gated", "*/1H/OHLCV", ("destinations", "1D"))], plugins: new Dictionary<string, object> { ["gated"] = new Gated(gate) });
        await Bars(bench, "A/1H/OHLCV", [.. Enumerable.Range(0, 100).Select(day => 86_400L * day)]);
        await bench.Drain();
        gate.Reset();
        await Bars(bench, "B/1H/OHLCV", 0);
        await PluginBench.Until(() => bench.Plugins.Triggers[0].Activity.Busy is not null);
        // Both come in one call.
        await Bars(bench, "A/1H/OHLCV", (86_400 * 99) + 3_600);
        await Bars(bench, "A/1H/OHLCV", 3_600);
        gate.Set();
        await bench.Drain();

        Assert.Equal(100 + 1 + 2, bench.Plugins.Hosts.Single().Counters.Single(counter => counter.Key == "bars_written").Value);
        Assert.Equal(3, bench.Plugins.Triggers[0].Activity.Calls);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    public async Task Each_week_goes_with_its_own_rows_wherever_its_slot_begins(string zone)
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1H/OHLCV", ("destinations", "1W"))], zone);
        // Slots of weeks begin on another weekday each year; noon of a Wednesday in the first days of nine years, and of the weeks around.
        long[] wednesdays = [.. Enumerable.Range(0, 9).Select(year => 1_578_502_800L + (year * 52 * 604_800L))];
        foreach (var wednesday in wednesdays)
        {
            await Bars(bench, "A/1H/OHLCV", wednesday - 604_800, wednesday, wednesday + 604_800);
            await bench.Drain();
            Assert.EndsWith("Volume:i8 1 1 1", bench.Read("A/1W/OHLCV"), StringComparison.Ordinal);
            foreach (var gone in (long[])[wednesday, wednesday - 604_800, wednesday + 604_800])
            {
                var before = bench.Read("A/1W/OHLCV").Split(" | ")[0].Split(' ')[1..];
                await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1H/OHLCV"), new(new(gone - 3_600, 0), new(gone, 0)), TestContext.Current.CancellationToken);
                await bench.Drain();
                var after = bench.Read("A/1W/OHLCV").Split(" | ")[0].Split(' ')[1..];
                // The one that goes is the one in the middle, then the first of two, then the last.
                Assert.Equal(before.Where((_, number) => number != (before.Length == 3 ? 1 : 0)), after);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_removal_that_a_crash_kept_from_the_trigger_is_made_up_for(bool hasCheckpoint)
    {
        using var gate = new ManualResetEventSlim(true);
        await using var bench = new PluginBench(
            [PluginBench.Trigger("gated", "*/1Min/OHLCV", ("destinations", (string[])["5Min", "1D"]))], plugins: new Dictionary<string, object> { ["gated"] = new Gated(gate) }, options: new() { StopDeadline = TimeSpan.FromMilliseconds(20) });
        await Bars(bench, "A/1Min/OHLCV", 0, 300, 86_400, 172_800);
        await bench.Drain();
        gate.Reset();
        await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Min/OHLCV"), new(new(300, 0), new(100_000, 0)), TestContext.Current.CancellationToken);
        if (hasCheckpoint)
            await bench.Database.CheckpointAsync();
        await bench.Crash();
        gate.Set();
        await bench.Drain();

        Assert.StartsWith("Epoch:i8 0 172800 |", bench.Read("A/5Min/OHLCV"), StringComparison.Ordinal);
        Assert.StartsWith("Epoch:i8 0 172800 |", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_plug_in_writes_quietly_is_stored_and_told_to_nobody_also_not_after_a_crash()
    {
        var quiet = new Quiet();
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", "1D"))], plugins: new Dictionary<string, object> { ["quiet"] = quiet }, workers: [new("quiet", "", PluginBench.MapOf(), Line: 1)]);
        await Bars(bench, "A/1D/OHLCV", 0, 86_400);
        await quiet.Host.Store.WriteQuietlyAsync([new(TimeBucketKey.Parse("A/1Min/OHLCV"), BarsOf("A/1Min/OHLCV", 0, 60, 86_400, 86_460).Rows)], TestContext.Current.CancellationToken);
        await bench.Drain();
        Assert.Equal("Epoch:i8 0 60 86400 86460", bench.Read("A/1Min/OHLCV").Split(" | ")[0]);
        Assert.EndsWith("Volume:i8 1 1", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
        await bench.Crash();
        await bench.Drain();
        Assert.StartsWith("Epoch:i8 0 60 86400 86460 |", bench.Read("A/1Min/OHLCV"), StringComparison.Ordinal);
        Assert.EndsWith("Volume:i8 1 1", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);

        // A change that is told has the trigger look at all of its window.
        await Bars(bench, "A/1Min/OHLCV", 120);
        await bench.Drain();
        Assert.EndsWith("Volume:i8 3 1", bench.Read("A/1D/OHLCV"), StringComparison.Ordinal);
    }

    static Task Bars(PluginBench bench, string key, params long[] epochs) => bench.Database.WriteAsync([BarsOf(key, epochs)]);

    /// <summary>Bars of one share each, whose prices are their numbers.</summary>
    static MarketStore.Storage.BucketWrite BarsOf(string key, params long[] epochs)
    {
        float[] prices = [.. epochs.Select((_, row) => row + 1f)];
        return new(TimeBucketKey.Parse(key), Rows.Of(Rows.Epoch(epochs), Rows.F4("Open", prices), Rows.F4("High", prices), Rows.F4("Low", prices), Rows.F4("Close", prices), Rows.I8("Volume", [.. epochs.Select(_ => 1L)])), IsVariable: false);
    }

    static Task Trades(PluginBench bench, string key, params (long Epoch, double Price, double Size, string Condition)[] trades) => bench.Write(
        key, Rows.Epoch([.. trades.Select(trade => trade.Epoch)]), Rows.Nanoseconds(new int[trades.Length]), Rows.F8("Price", [.. trades.Select(trade => trade.Price)]), Rows.F8("Size", [.. trades.Select(trade => trade.Size)]),
        Column.Of<byte>("Cond1", ElementType.UInt8, [.. trades.Select(trade => trade.Condition.Length > 0 ? (byte)trade.Condition[0] : (byte)0)]));

    static async Task AssertOfType<T>(ElementType type, T least, T most)
        where T : unmanaged, INumber<T>
    {
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg", "*/1Min/OHLCV", ("destinations", "5Min"))]);
        Column Of(string name, params T[] values) => Column.Of<T>(name, type, values);
        T[] small = [T.CreateChecked(3), T.CreateChecked(1), T.CreateChecked(2)];
        T[] both = [least, T.One, most];
        await bench.Write("A/1Min/OHLCV", Rows.Epoch(0, 60, 120), Of("Open", small), Of("High", both), Of("Low", both), Of("Close", small), Of("Volume", small));
        // Two of the greatest are more than the type holds.
        await bench.Write("B/1Min/OHLCV", Rows.Epoch(0, 60), Of("Open", most, most), Of("High", most, most), Of("Low", least, least), Of("Close", most, least), Of("Volume", most, most));
        await bench.Drain();

        using var bars = bench.Database.Scan(TimeBucketKey.Parse("A/5Min/OHLCV"), new(TimeRange.All));
        Assert.Equal([T.CreateChecked(3), most, least, T.CreateChecked(2), T.CreateChecked(6)], ((string[])["Open", "High", "Low", "Close", "Volume"]).Select(name => One<T>(bars, name, type)));
        using var cut = bench.Database.Scan(TimeBucketKey.Parse("B/5Min/OHLCV"), new(TimeRange.All));
        Assert.Equal((most, least, most), (One<T>(cut, "Open", type), One<T>(cut, "Close", type), One<T>(cut, "Volume", type)));
        Assert.Contains(bench.Log.Warnings, line => line.Contains("B/1Min/OHLCV: the volume of 5Min is more than its column holds", StringComparison.Ordinal));
    }

    static T One<T>(ColumnSeries rows, string name, ElementType type)
        where T : unmanaged
    {
        Assert.True(rows.TryGetColumn(name, out var column));
        Assert.Equal(type, column.Value.Type);
        return column.Value.Values<T>()[0];
    }

    /// <summary>ondiskagg, held up.</summary>
    sealed class Gated(ManualResetEventSlim gate) : ITriggerFactory
    {
        public ITrigger CreateTrigger(PluginSettings settings, IPluginHost host) => new Trigger(((ITriggerFactory)MarketStore.Plugins.BuiltInPlugins.All["ondiskagg"]).CreateTrigger(settings, host), gate);

        sealed class Trigger(ITrigger inner, ManualResetEventSlim gate) : ITrigger
        {
            public ValueTask FireAsync(IReadOnlyList<TriggerEvent> events, CancellationToken cancellationToken)
            {
                gate.Wait(CancellationToken.None);
                return inner.FireAsync(events, cancellationToken);
            }
        }
    }

    sealed class Quiet : IWorkerFactory, IWorker
    {
        public IPluginHost Host { get; private set; } = null!; // made by the factory's call

        public IWorker CreateWorker(PluginSettings settings, IPluginHost host)
        {
            Host = host;
            return this;
        }

        public Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
