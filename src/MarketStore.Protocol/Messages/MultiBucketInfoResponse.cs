namespace MarketStore.Protocol.Messages;

/// <summary>The answer to GetInfo: one entry for each request, in their order.</summary>
public sealed class MultiBucketInfoResponse(IReadOnlyList<BucketInfoResponse> responses) : RpcResult
{
    public IReadOnlyList<BucketInfoResponse> Responses { get; } = responses;
}
