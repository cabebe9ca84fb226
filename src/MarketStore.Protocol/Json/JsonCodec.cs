using System.Text.Unicode;
using MarketStore.Core.Errors;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.Json;

/// <summary>Calls and answers in JSON, under the names of the Go server's structures. Layout: docs/wire-protocol.md.</summary>
public sealed class JsonCodec : RpcCodec
{
    public override string RequestContentType => "application/json";

    public override string ResponseContentType => "application/json; charset=utf-8";

    public override RpcRequest ReadRequest(ReadOnlyMemory<byte> body)
    {
        // Parts of the request go back to the client as they came.
        if (!Utf8.IsValid(body.Span))
            return new() { Fault = "json: invalid UTF-8" };
        try
        {
            var tokens = new JsonRequestTokens(body);
            return EnvelopeReader.Read(ref tokens);
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            return new() { Fault = FormatFaults.Describe(fault) };
        }
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
            var tokens = new JsonReplyTokens(body);
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
        var tokens = new JsonReplyTokens(body);
        ReplyWriter.WriteError(ref tokens, fault, id);
    }

    // Parameters are one object, or an array of one object.
    static TMessage Read<TMessage>(ReadOnlyMemory<byte> parameters, ValueReader<JsonRequestTokens, TMessage> read)
    {
        try
        {
            var tokens = new JsonRequestTokens(parameters.IsEmpty ? "null"u8.ToArray() : parameters);
            if (tokens.IsList)
            {
                var cursor = tokens.StartList(weight: 1);
                if (!tokens.TryNextItem(ref cursor))
                    tokens = new("null"u8.ToArray());
            }

            return read(ref tokens);
        }
        catch (Exception fault) when (FormatFaults.IsFault(fault))
        {
            throw new RpcFormatException(FormatFaults.Describe(fault));
        }
    }
}
