using System.Globalization;

namespace MarketStore.Trials.Endurance;

/// <summary>What each bar and tick of the trial's market says. All of it is computed from where it stands, so that nothing need be remembered to be found again.</summary>
static class Market
{
    /// <summary>A Thursday, 2025-01-02 00:00 UTC; the market never closes.</summary>
    public const long FirstEpoch = 1_735_776_000;

    public const int MinutesPerHour = 60;

    public const int TicksPerSecond = 50;

    /// <summary>Eighths, which any float holds exactly.</summary>
    const float PriceStep = 0.125f;

    public static string Symbol(int number) => string.Create(CultureInfo.InvariantCulture, $"SYM{number:000000}");

    public static long EpochOf(BarTimeframe timeframe, long period) => FirstEpoch + (period * timeframe.Seconds);

    /// <summary>Open, high, low and close are columns 0 to 3.</summary>
    public static float Price(int symbol, long period, int column) => (((symbol * 31L) + (period * 17) + (column * 5)) & 0xFFFF) * PriceStep;

    public static long Volume(int symbol, long period) => (symbol * 1_000_003L) + period;

    public static float TickPrice(int symbol, long serial) => Price(symbol, serial, column: 4);
}
