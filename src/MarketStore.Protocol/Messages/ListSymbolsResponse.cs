namespace MarketStore.Protocol.Messages;

/// <summary>The answer to ListSymbols. Clients must not rely on an order.</summary>
public sealed class ListSymbolsResponse(IReadOnlyList<string> results) : RpcResult
{
    public IReadOnlyList<string> Results { get; } = results;
}
