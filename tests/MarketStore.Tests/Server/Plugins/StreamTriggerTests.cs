using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Tests.Functions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>What the stream trigger publishes, and when.</summary>
public class StreamTriggerTests
{
    const long Start = 1_600_000_200; // a Sunday, on a whole five minutes

    [Fact]
    public async Task All_rows_of_a_batch_of_minutes_and_ticks_are_published_at_once()
    {
        await using var bench = With(out _);
        await bench.Write("A/1Min/P", Rows.Epoch(60, 120), Rows.F4("X", 1, 2));
        await bench.Write("A/1Sec/T", Rows.Epoch(6, 5, 5), Rows.Nanoseconds(0, 7, 3), Rows.F4("X", 1, 2, 3));
        await bench.Drain();

        Assert.Equal([("A/1Min/P", "Epoch:i8 60 120 | X:f4 1 2"), ("A/1Sec/T", "Epoch:i8 5 5 6 | X:f4 3 2 1 | Nanoseconds:i4 3 7 0")], Published(bench));
    }

    [Fact]
    public async Task A_longer_bar_is_published_when_its_time_is_over_as_it_is_then()
    {
        await using var bench = With(out var clock);
        await bench.Write("A/5Min/P", Rows.Epoch(Start), Rows.F4("X", 1));
        await bench.Write("A/5Min/P", Rows.Epoch(Start), Rows.F4("X", 2));
        await bench.Write("A/5Min/P", Rows.Epoch(Start + 300), Rows.F4("X", 3));
        await bench.Drain();
        Assert.Empty(bench.Published);

        clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal([("A/5Min/P", $"Epoch:i8 {Start} | X:f4 2")], Published(bench));
        clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal(("A/5Min/P", $"Epoch:i8 {Start + 300} | X:f4 3"), Published(bench)[^1]);
        Assert.Equal(2, bench.Published.Count);
    }

    [Fact]
    public async Task Longer_bars_of_history_are_not_published()
    {
        await using var bench = With(out var clock);
        await bench.Write("A/5Min/P", Rows.Epoch(Start - 300, Start - 600), Rows.F4("X", 1, 2));
        await bench.Drain();
        clock.Advance(TimeSpan.FromDays(400));

        Assert.Empty(bench.Published);
    }

    [Theory]
    [InlineData(1_767_798_000L, 1_767_819_600L)] // 2026-01-07, 10:00 and the close at 16:00
    [InlineData(1_795_791_600L, 1_795_802_400L)] // the day after Thanksgiving 2026, 10:00 and the close at 13:00
    public async Task With_a_calendar_a_day_is_published_at_the_close_of_its_market(long now, long close)
    {
        await using var bench = With(out var clock, "America/New_York", now, ("filter", "nasdaq"));
        await bench.Write("A/1D/P", Column.Of<long>("Epoch", ElementType.Int64, [now]), Rows.F4("X", 1));
        await bench.Drain();
        clock.Advance(TimeSpan.FromSeconds(close - now - 1));
        Assert.Empty(bench.Published);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Single(bench.Published);
    }

    static PluginBench With(out FakeTimeProvider clock, string zone = "UTC", long now = Start + 10, params (string, object)[] config)
    {
        clock = new(DateTimeOffset.FromUnixTimeSeconds(now));
        return new([PluginBench.Trigger("stream.so", "*/*/*", config)], zone, clock: clock);
    }

    static List<(string, string)> Published(PluginBench bench) => bench.Published.ConvertAll(item => (item.Key.ToString(), item.Rows));
}
