using MarketStore.Functions.Calls;

namespace MarketStore.Functions.Accumulators.Candles;

/// <summary>The columns that make the prices of a candle. Several columns for one price are averaged row by row.</summary>
internal sealed record CandlePrices(IReadOnlyList<string> Open, IReadOnlyList<string> High, IReadOnlyList<string> Low, IReadOnlyList<string> Close)
{
    public static CandlePrices OfBars(FunctionArguments arguments) =>
        new(arguments.Of("Open"), arguments.Of("High"), arguments.Of("Low"), arguments.Of("Close"));

    public static CandlePrices OfTicks(FunctionArguments arguments)
    {
        var price = arguments.Of("CandlePrice");
        return new(price, price, price, price);
    }
}
