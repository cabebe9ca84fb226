using MarketStore.Core.Time;

namespace MarketStore.Tests.Core.Time;

static class Timeframes
{
    public static Timeframe Get(string text) => Timeframe.TryParse(text, out var timeframe) ? timeframe : throw new ArgumentException($"no timeframe {text}");
}
