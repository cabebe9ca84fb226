namespace MarketStore.Protocol.JsonRpc;

/// <summary>An error answer.</summary>
/// <param name="Data">What the client sent, in its own encoding, to be echoed; empty for nil.</param>
public sealed record RpcError(int Code, string Message, ReadOnlyMemory<byte> Data = default)
{
    /// <summary>True when <see cref="Data"/> is not sent and the four fields of the request are echoed instead.</summary>
    public RpcRequest? EchoedRequest { get; init; }
}
