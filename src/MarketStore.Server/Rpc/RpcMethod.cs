using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Messages;
using MarketStore.Server.DataService;

namespace MarketStore.Server.Rpc;

/// <summary>One method of the endpoint: its parameters are read first, so that a request of a wrong type is told from one that fails.</summary>
internal sealed record RpcMethod(string Name, Func<RpcCodec, ReadOnlyMemory<byte>, RpcMethod.Call> Read)
{
    /// <summary>A method with its parameters. The bytes that they were read from must live until it ends.</summary>
    public delegate Task<RpcResult> Call(MarketDataService service, CancellationToken cancellationToken);
}
