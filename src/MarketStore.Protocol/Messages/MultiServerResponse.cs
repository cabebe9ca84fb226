namespace MarketStore.Protocol.Messages;

/// <summary>The answer to Create and Destroy, one entry for each request, and to Write, one for each request that failed. No entries travel as nil.</summary>
public sealed class MultiServerResponse(IReadOnlyList<ServerResponse> responses) : RpcResult
{
    public IReadOnlyList<ServerResponse> Responses { get; } = responses;
}
