namespace MarketStore.Protocol.Messages;

/// <summary>Asks for the names of symbols or of buckets.</summary>
public sealed record ListSymbolsRequest
{
    /// <summary>The format that asks for <c>AAPL/1Min/OHLCV</c> instead of <c>AAPL</c>.</summary>
    public const string KeyFormat = "tbk";

    public string Format { get; init; } = "";

    /// <summary>Only what has a bucket of this timeframe; empty for all.</summary>
    public string Timeframe { get; init; } = "";

    /// <summary>Only what has rows on this day: <c>YYYY-MM-DD</c>, or Unix seconds as text; empty for all.</summary>
    public string Date { get; init; } = "";
}
