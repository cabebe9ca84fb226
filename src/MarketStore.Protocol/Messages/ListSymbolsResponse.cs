namespace MarketStore.Protocol.Messages;

/// <summary>The answer to ListSymbols, in no particular order.</summary>
public sealed class ListSymbolsResponse(IReadOnlyList<string> results) : RpcResult
{
    public IReadOnlyList<string> Results { get; } = results;
}
