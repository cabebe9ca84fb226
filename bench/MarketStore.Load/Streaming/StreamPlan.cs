using System.Globalization;

namespace MarketStore.Load.Streaming;

/// <summary>What is published, and who listens: both processes know it.</summary>
/// <param name="Subscribers">All of them.</param>
/// <param name="Stalled">Those among them that never read.</param>
/// <param name="BarsPerSecond">Published, one by one.</param>
/// <param name="Seconds">How long.</param>
sealed record StreamPlan(int Subscribers, int Stalled, int BarsPerSecond, int Seconds)
{
    /// <summary>A subscriber gets the symbols of one group.</summary>
    public const int Groups = 10;

    public const int Symbols = 500;

    /// <summary>Bars before the clock starts: code is compiled and memory is grown.</summary>
    public int WarmUpBars => 2 * BarsPerSecond;

    public int Bars => WarmUpBars + (BarsPerSecond * Seconds);

    public int Healthy => Subscribers - Stalled;

    public int BarsOfSubscriber => Bars / Groups;

    public static string Symbol(int number) => string.Create(CultureInfo.InvariantCulture, $"G{number % Groups}-{number:0000}");

    public static string Pattern(int subscriber) => string.Create(CultureInfo.InvariantCulture, $"G{subscriber % Groups}-*/1Sec/OHLCV");
}
