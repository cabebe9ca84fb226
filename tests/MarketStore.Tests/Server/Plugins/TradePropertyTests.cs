using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Tests.Functions;
using Xunit;

namespace MarketStore.Tests.Server.Plugins;

/// <summary>Bars of trades, compared with what the page says of each trade by itself.</summary>
public class TradePropertyTests
{
    const string Conditions = "@WCTNHIV7G4PRZ9QMFO6\0";

    readonly List<Trade> _trades = [];

    [Theory]
    [InlineData("UTC", 1)]
    [InlineData("America/New_York", 2)]
    [InlineData("Asia/Kolkata", 3)]
    public async Task After_any_trades_each_bar_is_what_their_conditions_allow(string zone, int seed)
    {
        string[] destinations = ["1Sec", "1Min", "1H", "1D"];
        await using var bench = new PluginBench([PluginBench.Trigger("ondiskagg.so", "*/1Sec/TRADE", ("destinations", destinations))], zone);
        var random = new Random(seed);
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(10) == 0 && _trades.Count > 0)
            {
                var gone = _trades[random.Next(_trades.Count)].Epoch;
                await bench.Database.DeleteAsync(TimeBucketKey.Parse("A/1Sec/TRADE"), new(new(gone, 0), new(gone + 30, 999_999_999)), TestContext.Current.CancellationToken);
                _trades.RemoveAll(trade => trade.Epoch >= gone && trade.Epoch <= gone + 30);
            }

            await Write(bench, [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomTrade(random))]);
            if (random.Next(3) == 0)
                await bench.Drain();
        }

        await bench.Drain();
        foreach (var destination in destinations)
            Assert.Equal(Expected(destination, bench), bench.Read($"A/{destination}/OHLCV"));
    }

    // Around a midnight in New York, and few moments, so that seconds have several trades.
    static Trade RandomTrade(Random random) => new(
        1_605_848_400 + (random.Next(-60, 60) * random.Next(1, 60)), random.Next(4) * 100_000_000, random.Next(100, 200) / 4.0, random.Next(0, 40) / 4.0, Conditions[random.Next(Conditions.Length)], random.Next(3) == 0 ? Conditions[random.Next(Conditions.Length)] : '\0');

    async Task Write(PluginBench bench, Trade[] trades)
    {
        await bench.Write(
            "A/1Sec/TRADE", Rows.Epoch([.. trades.Select(trade => trade.Epoch)]), Rows.Nanoseconds([.. trades.Select(trade => trade.Nanoseconds)]), Rows.F8("Price", [.. trades.Select(trade => trade.Price)]), Rows.F8("Size", [.. trades.Select(trade => trade.Size)]),
            Column.Of<byte>("Cond1", ElementType.UInt8, [.. trades.Select(trade => (byte)trade.First)]), Column.Of<byte>("Cond4", ElementType.UInt8, [.. trades.Select(trade => (byte)trade.Second)]));
        _trades.AddRange(trades);
    }

    string Expected(string destination, PluginBench bench)
    {
        var bars = _trades.Select((trade, number) => (Trade: trade, Number: number)).OrderBy(item => (item.Trade.Epoch, item.Trade.Nanoseconds, item.Number)).Select(item => item.Trade)
            .GroupBy(trade => WindowOf(trade.Epoch, destination, bench)).OrderBy(group => group.Key)
            .Select(group => (Start: group.Key, Bar: BarOf([.. group], isDaily: destination == "1D"))).Where(bar => bar.Bar is not null).Select(bar => (bar.Start, bar.Bar!.Value.Prices, bar.Bar.Value.Volume)).ToList();
        return Rows.Describe(new(
            [
                Rows.Epoch([.. bars.Select(bar => bar.Start)]),
                .. ((string[])["Open", "High", "Low", "Close"]).Select((name, price) => Rows.F8(name, [.. bars.Select(bar => bar.Prices[price])])), Column.Of<ulong>("Volume", ElementType.UInt64, [.. bars.Select(bar => bar.Volume)]),
            ],
            bars.Count));
    }

    static long WindowOf(long epoch, string destination, PluginBench bench)
    {
        var zone = bench.Database.Zone;
        if (destination == "1D")
            return zone.StartOfLocalDay(zone.LocalDayAt(epoch));
        var (year, seconds) = (zone.Year(zone.YearAt(epoch)).StartSeconds, destination switch { "1Sec" => 1, "1Min" => 60, _ => 3_600 });
        return year + ((epoch - year) / seconds * seconds);
    }

    /// <summary>From lists of those trades that may set each part.</summary>
    static (double[] Prices, ulong Volume)? BarOf(List<Trade> trades, bool isDaily)
    {
        var official = (Open: isDaily ? trades.FindIndex(trade => trade.Has('Q')) : -1, Close: isDaily ? trades.FindIndex(trade => trade.Has('M')) : -1);
        bool MaySetRange(Trade trade) => !trade.HasAny("WCTNHIV7QM");
        bool MaySetLast(Trade trade) => MaySetRange(trade) && !trade.HasAny("G4PRZ");
        var lasts = Enumerable.Range(0, trades.Count).Where(number => MaySetLast(trades[number]) || number == official.Close).ToList();
        var range = Enumerable.Range(0, trades.Count).Where(number => MaySetRange(trades[number]) || number == official.Open || number == official.Close).Select(number => trades[number].Price).ToList();
        var volume = official.Close >= 0 ? trades[official.Close].Size : trades.Where(trade => !trade.HasAny("9QM")).Sum(trade => trade.Size);
        if ((lasts.Count == 0 && official.Open < 0) || volume <= 0)
            return null;
        var open = official.Open >= 0 ? official.Open : lasts[0];
        var close = official.Close >= 0 ? official.Close : lasts.Count > 0 ? lasts[^1] : official.Open;
        return ([trades[open].Price, range.Max(), range.Min(), trades[close].Price], volume < 1 ? 1 : (ulong)volume);
    }

    readonly record struct Trade(long Epoch, int Nanoseconds, double Price, double Size, char First, char Second)
    {
        public bool Has(char condition) => First == condition || Second == condition;

        public bool HasAny(string conditions) => conditions.Any(Has);
    }
}
