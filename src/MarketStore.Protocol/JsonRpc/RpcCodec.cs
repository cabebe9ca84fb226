using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>One encoding of the calls and answers. Holds no state; safe for any number of threads.</summary>
public abstract class RpcCodec
{
    /// <summary>The content type of requests, in lower case and without parameters.</summary>
    public abstract string RequestContentType { get; }

    public abstract string ResponseContentType { get; }

    /// <summary>Reads the envelope; never throws for what came from outside: see <see cref="RpcRequest.Fault"/>.</summary>
    public abstract RpcRequest ReadRequest(ReadOnlyMemory<byte> body);

    /// <exception cref="RpcFormatException">The parameters are of another type.</exception>
    public abstract IReadOnlyList<QueryRequest> ReadQueries(ReadOnlyMemory<byte> parameters);

    /// <summary>Columns are slices of <paramref name="parameters"/> where the encoding allows it.</summary>
    /// <exception cref="RpcFormatException">The parameters are of another type.</exception>
    public abstract IReadOnlyList<WriteRequest> ReadWrites(ReadOnlyMemory<byte> parameters);

    /// <exception cref="RpcFormatException">The parameters are of another type.</exception>
    public abstract IReadOnlyList<CreateRequest> ReadCreates(ReadOnlyMemory<byte> parameters);

    /// <exception cref="RpcFormatException">The parameters are of another type.</exception>
    public abstract IReadOnlyList<KeyRequest> ReadKeys(ReadOnlyMemory<byte> parameters);

    /// <exception cref="RpcFormatException">The parameters are of another type.</exception>
    public abstract IReadOnlyList<DeleteRequest> ReadDeletes(ReadOnlyMemory<byte> parameters);

    /// <exception cref="RpcFormatException">The parameters are of another type.</exception>
    public abstract ListSymbolsRequest ReadListSymbols(ReadOnlyMemory<byte> parameters);

    /// <param name="id">The request's id as it came.</param>
    /// <exception cref="Core.Errors.MarketStoreException">The result is larger than an answer can be; the body is then empty again.</exception>
    public abstract void WriteResult(ReplyBody body, RpcResult result, ReadOnlyMemory<byte> id);

    /// <param name="id">The request's id as it came.</param>
    public abstract void WriteError(ReplyBody body, RpcError fault, ReadOnlyMemory<byte> id);
}
