namespace MarketStore.Trials.Endurance;

/// <summary>A timeframe in which every symbol has bars.</summary>
sealed record BarTimeframe(string Name, int Seconds)
{
    public static BarTimeframe Minute { get; } = new("1Min", 60);

    public static BarTimeframe Hour { get; } = new("1H", 3_600);

    public static BarTimeframe Day { get; } = new("1D", 86_400);

    public static IReadOnlyList<BarTimeframe> All { get; } = [Minute, Hour, Day];

    public string KeyOf(int symbol) => $"{Market.Symbol(symbol)}/{Name}/OHLCV";
}
