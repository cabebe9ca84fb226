using MarketStore.Client;
using MarketStore.Core.Series;
using MarketStore.Core.Types;

namespace MarketStore.Load.Workloads;

/// <summary>Rows to send.</summary>
static class Data
{
    /// <summary>2020-01-01 UTC.</summary>
    public const long YearStart = 1_577_836_800;

    public const int MinutesOfYear = 527_040;

    static readonly string[] Prices = ["Open", "High", "Low", "Close"];

    public static BucketRows Bars(string symbol, long start, int rows, int step = 60, string timeframe = "1Min")
    {
        var chance = new Random(1);
        var epochs = new long[rows];
        var values = new float[rows];
        var volumes = new long[rows];
        for (var row = 0; row < rows; row++)
            (epochs[row], values[row], volumes[row]) = (start + ((long)row * step), 100 + (float)chance.NextDouble(), chance.Next(1, 1_000));
        return new($"{symbol}/{timeframe}/OHLCV", new([Column.Of<long>("Epoch", ElementType.Int64, epochs), .. Prices.Select(name => Column.Of<float>(name, ElementType.Float32, values)), Column.Of<long>("Volume", ElementType.Int64, volumes)], rows));
    }

    public static BucketRows Tick(string symbol, long second, int nanoseconds) => new(
        $"{symbol}/1H/QUOTE",
        new([Column.Of<long>("Epoch", ElementType.Int64, [second]), Column.Of<float>("Bid", ElementType.Float32, [1]), Column.Of<float>("Ask", ElementType.Float32, [2]), Column.Of<int>("Nanoseconds", ElementType.Int32, [nanoseconds])], 1));
}
