namespace MarketStore.Protocol.Messages;

/// <summary>The answer to Delete, one entry for each request. No entries travel as nil.</summary>
public sealed class MultiDeleteResponse(IReadOnlyList<DeleteResponse> responses) : RpcResult
{
    public IReadOnlyList<DeleteResponse> Responses { get; } = responses;
}
