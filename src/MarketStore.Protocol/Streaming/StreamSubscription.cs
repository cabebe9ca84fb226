namespace MarketStore.Protocol.Streaming;

/// <summary>What a client of <c>/ws</c> asks for. Layout: docs/streaming.md, "Subscribing".</summary>
public sealed record StreamSubscription
{
    /// <summary>Patterns of keys. Empty changes nothing.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

    public SlowReaderPolicy Slow { get; init; }

    /// <summary>Unix seconds from which stored rows come before the live ones; null for live ones alone.</summary>
    public long? From { get; init; }
}
