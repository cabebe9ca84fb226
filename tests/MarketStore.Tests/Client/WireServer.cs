using System.Net;
using MarketStore.Client;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;

namespace MarketStore.Tests.Client;

/// <summary>A server that is nothing but the wire: it reads calls by the server's codec and answers what the test says.</summary>
sealed class WireServer : HttpMessageHandler
{
    static readonly MessagePackCodec Codec = new();

    Func<RpcRequest, byte[]> _answer = _ => [];

    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    /// <summary>The last call that came.</summary>
    public RpcRequest? Received { get; private set; }

    public static WireServer Answering(RpcResult result) => new() { _answer = call => Encode(body => Codec.WriteResult(body, result, call.Id)) };

    public static WireServer Refusing(string message) => new() { _answer = call => Encode(body => Codec.WriteError(body, new(RpcErrorCodes.ServerError, message), call.Id)) };

    public static WireServer Sending(byte[] bytes) => new() { _answer = _ => bytes };

    /// <summary>The bytes of an answer to the first call of a client.</summary>
    public static byte[] EncodeForFirstCall(RpcResult result) => Encode(body => Codec.WriteResult(body, result, new byte[] { 1 }));

    public MarketStoreClient Connect() => new(new Uri("http://server:5993"), new HttpClient(this));

    public IReadOnlyList<QueryRequest> ReceivedQueries => Codec.ReadQueries(Received!.Parameters);

    public IReadOnlyList<WriteRequest> ReceivedWrites => Codec.ReadWrites(Received!.Parameters);

    public IReadOnlyList<CreateRequest> ReceivedCreates => Codec.ReadCreates(Received!.Parameters);

    public IReadOnlyList<KeyRequest> ReceivedKeys => Codec.ReadKeys(Received!.Parameters);

    public ListSymbolsRequest ReceivedListSymbols => Codec.ReadListSymbols(Received!.Parameters);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Received = Codec.ReadRequest(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        return new(Status) { Content = new ByteArrayContent(_answer(Received)) };
    }

    static byte[] Encode(Action<ReplyBody> write)
    {
        using var body = new ReplyBody();
        write(body);
        return body.ToArray();
    }
}
