using MarketStore.Core.Errors;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Messages;
using MessagePack;

namespace MarketStore.Protocol.MessagePack;

/// <summary>Calls and answers in MessagePack: the encoding of nearly every client. Layout: docs/wire-protocol.md.</summary>
public sealed class MessagePackCodec : RpcCodec
{
    public override string RequestContentType => "application/x-msgpack";

    public override string ResponseContentType => "application/x-msgpack";

    public override RpcRequest ReadRequest(ReadOnlyMemory<byte> body)
    {
        var tokens = new MessagePackRequestTokens(body);
        return EnvelopeReader.Read(ref tokens);
    }

    public override IReadOnlyList<QueryRequest> ReadQueries(ReadOnlyMemory<byte> parameters) => Read(parameters, RequestReader.ReadQueries);

    public override IReadOnlyList<WriteRequest> ReadWrites(ReadOnlyMemory<byte> parameters) => Read(parameters, RequestReader.ReadWrites);

    public override IReadOnlyList<CreateRequest> ReadCreates(ReadOnlyMemory<byte> parameters) => Read(parameters, RequestReader.ReadCreates);

    public override IReadOnlyList<KeyRequest> ReadKeys(ReadOnlyMemory<byte> parameters) => Read(parameters, RequestReader.ReadKeys);

    public override IReadOnlyList<DeleteRequest> ReadDeletes(ReadOnlyMemory<byte> parameters) => Read(parameters, RequestReader.ReadDeletes);

    public override ListSymbolsRequest ReadListSymbols(ReadOnlyMemory<byte> parameters) => Read(parameters, RequestReader.ReadListSymbols);

    public override void WriteResult(ReplyBody body, RpcResult result, ReadOnlyMemory<byte> id)
    {
        try
        {
            var tokens = new MessagePackReplyTokens(body);
            ReplyWriter.WriteResult(ref tokens, result, id);
        }
        catch (MarketStoreException)
        {
            body.Clear();
            throw;
        }
    }

    public override void WriteError(ReplyBody body, RpcError fault, ReadOnlyMemory<byte> id)
    {
        var tokens = new MessagePackReplyTokens(body);
        ReplyWriter.WriteError(ref tokens, fault, id);
    }

    // Parameters are one object, or an array of one object. An array may also be the object's fields by position: that is tried first.
    static TMessage Read<TMessage>(ReadOnlyMemory<byte> parameters, ValueReader<MessagePackRequestTokens, TMessage> read)
    {
        if (parameters.IsEmpty)
            parameters = new[] { MessagePackCode.Nil };
        try
        {
            var tokens = new MessagePackRequestTokens(parameters);
            return read(ref tokens);
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            return TryUnwrap(parameters, out var inner)
                ? ReadInner(inner, read)
                : throw new RpcFormatException(Describe(parameters, fault));
        }
    }

    static TMessage ReadInner<TMessage>(ReadOnlyMemory<byte> parameters, ValueReader<MessagePackRequestTokens, TMessage> read)
    {
        try
        {
            var tokens = new MessagePackRequestTokens(parameters);
            return read(ref tokens);
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            throw new RpcFormatException(FormatFaults.Describe(fault));
        }
    }

    static bool TryUnwrap(ReadOnlyMemory<byte> parameters, out ReadOnlyMemory<byte> inner)
    {
        inner = default;
        var reader = new MessagePackReader(parameters);
        if (reader.NextMessagePackType != MessagePackType.Array || !reader.TryReadArrayHeader(out var items) || items != 1)
            return false;
        inner = parameters[(int)reader.Consumed..];
        return true;
    }

    // The Go server's second attempt, to read an array, is what its clients see: it hides the cause. Limits are ours, and are named.
    static string Describe(ReadOnlyMemory<byte> parameters, Exception fault) =>
        fault is RpcFormatException || new MessagePackReader(parameters).NextMessagePackType == MessagePackType.Array
            ? FormatFaults.Describe(fault)
            : $"msgpack: invalid code={parameters.Span[0]:x} decoding array length";
}
