using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;

namespace MarketStore.Protocol.JsonRpc;

/// <summary>Writes the answers of every method, once for all encodings. The order of keys is that of the Go server.</summary>
internal static class ReplyWriter
{
    public static void WriteResult<TTokens>(ref TTokens tokens, RpcResult result, ReadOnlyMemory<byte> id)
        where TTokens : IReplyTokens, allows ref struct
    {
        StartEnvelope(ref tokens);
        tokens.Name(Fields.RpcResult);
        switch (result)
        {
            case QueryResponse query: WriteQuery(ref tokens, query); break;
            case MultiServerResponse servers: WriteResponses(ref tokens, servers.Responses, WriteServerResponse); break;
            case MultiDeleteResponse deletions: WriteResponses(ref tokens, deletions.Responses, WriteDeletion); break;
            case MultiBucketInfoResponse infos: WriteResponses(ref tokens, infos.Responses, WriteBucketInfo); break;
            case ListSymbolsResponse symbols: WriteSymbols(ref tokens, symbols); break;
            default: throw new ArgumentException($"{result.GetType().Name} has no form on the wire", nameof(result));
        }

        EndEnvelope(ref tokens, id);
    }

    public static void WriteError<TTokens>(ref TTokens tokens, RpcError error, ReadOnlyMemory<byte> id)
        where TTokens : IReplyTokens, allows ref struct
    {
        StartEnvelope(ref tokens);
        tokens.Name(Fields.RpcError);
        tokens.StartMap(3);
        tokens.Name(Fields.Code);
        tokens.Int64(error.Code);
        tokens.Name(Fields.Message);
        tokens.Text(error.Message);
        tokens.Name(Fields.ErrorData);
        if (error.EchoedRequest is { } request)
            EchoRequest(ref tokens, request);
        else
            tokens.Echo(error.Data);
        tokens.EndMap();
        EndEnvelope(ref tokens, id);
    }

    static void EchoRequest<TTokens>(ref TTokens tokens, RpcRequest request)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(4);
        tokens.Name(Fields.JsonRpc);
        tokens.Text(request.Version);
        tokens.Name(Fields.Method);
        tokens.Text(request.Method);
        tokens.Name(Fields.Parameters);
        tokens.Echo(request.Parameters);
        tokens.Name(Fields.Id);
        tokens.Echo(request.Id);
        tokens.EndMap();
    }

    static void StartEnvelope<TTokens>(ref TTokens tokens)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(3);
        tokens.Name(Fields.JsonRpc);
        tokens.Text(RpcRequest.SupportedVersion);
    }

    static void EndEnvelope<TTokens>(ref TTokens tokens, ReadOnlyMemory<byte> id)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.Name(Fields.Id);
        tokens.Echo(id);
        tokens.EndMap();
        tokens.Complete();
    }

    static void WriteQuery<TTokens>(ref TTokens tokens, QueryResponse query)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(3);
        tokens.Name(Fields.Responses);
        WriteList(ref tokens, query.Results, static (ref TTokens inner, Dataset? dataset) =>
        {
            inner.StartMap(1);
            inner.Name(Fields.Result);
            if (dataset is null)
                inner.Nil();
            else
                WriteDataset(ref inner, dataset);
            inner.EndMap();
        });
        tokens.Name(Fields.Version);
        tokens.Text(query.Version);
        tokens.Name(Fields.Timezone);
        tokens.Text(query.Timezone);
        tokens.EndMap();
    }

    static void WriteDataset<TTokens>(ref TTokens tokens, Dataset dataset)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(6);
        tokens.Name(Fields.Types);
        tokens.StartList(dataset.Shapes.Count);
        foreach (var shape in dataset.Shapes)
            tokens.Text(shape.WireCode);
        tokens.EndList();
        tokens.Name(Fields.Names);
        tokens.StartList(dataset.Shapes.Count);
        foreach (var shape in dataset.Shapes)
            tokens.Text(shape.Name);
        tokens.EndList();
        tokens.Name(Fields.Data);
        tokens.StartList(dataset.Shapes.Count);
        for (var column = 0; column < dataset.Shapes.Count; column++)
            tokens.Column(dataset, column);
        tokens.EndList();
        tokens.Name(Fields.Length);
        tokens.Int64(dataset.RowCount);
        WriteBucketRows(ref tokens, dataset);
        tokens.EndMap();
    }

    static void WriteBucketRows<TTokens>(ref TTokens tokens, Dataset dataset)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.Name(Fields.StartIndex);
        tokens.StartMap(dataset.Buckets.Count);
        var start = 0L;
        foreach (var bucket in dataset.Buckets)
        {
            tokens.Name(bucket.Key);
            tokens.Int64(start);
            start += bucket.Rows.RowCount;
        }

        tokens.EndMap();
        tokens.Name(Fields.Lengths);
        tokens.StartMap(dataset.Buckets.Count);
        foreach (var bucket in dataset.Buckets)
        {
            tokens.Name(bucket.Key);
            tokens.Int64(bucket.Rows.RowCount);
        }

        tokens.EndMap();
    }

    static void WriteServerResponse<TTokens>(ref TTokens tokens, ServerResponse response)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(2);
        tokens.Name(Fields.Error);
        tokens.Text(response.Error);
        tokens.Name(Fields.Version);
        tokens.Text(response.Version);
        tokens.EndMap();
    }

    static void WriteDeletion<TTokens>(ref TTokens tokens, DeleteResponse response)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(3);
        tokens.Name(Fields.Error);
        tokens.Text(response.Error);
        tokens.Name(Fields.Version);
        tokens.Text(response.Version);
        tokens.Name(Fields.Rows);
        tokens.Int64(response.Rows);
        tokens.EndMap();
    }

    static void WriteBucketInfo<TTokens>(ref TTokens tokens, BucketInfoResponse info)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(5);
        tokens.Name(Fields.LatestYear);
        tokens.Int64(info.LatestYear);
        tokens.Name(Fields.TimeFrame);
        tokens.Int64(info.TimeframeNanoseconds);
        tokens.Name(Fields.Shapes);
        WriteList(ref tokens, info.Shapes ?? [], static (ref TTokens inner, DataShape shape) =>
        {
            inner.StartMap(2);
            inner.Name(Fields.ShapeName);
            inner.Text(shape.Name);
            inner.Name(Fields.ShapeType);
            inner.UInt8((byte)shape.Type);
            inner.EndMap();
        });
        tokens.Name(Fields.RecordType);
        tokens.Int8((sbyte)info.RecordType);
        tokens.Name(Fields.ServerResponse);
        WriteServerResponse(ref tokens, info.ServerResponse);
        tokens.EndMap();
    }

    static void WriteSymbols<TTokens>(ref TTokens tokens, ListSymbolsResponse symbols)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(1);
        tokens.Name(Fields.Results);
        tokens.StartList(symbols.Results.Count);
        foreach (var symbol in symbols.Results)
            tokens.Text(symbol);
        tokens.EndList();
        tokens.EndMap();
    }

    static void WriteResponses<TTokens, TValue>(ref TTokens tokens, IReadOnlyList<TValue> responses, ValueWriter<TTokens, TValue> write)
        where TTokens : IReplyTokens, allows ref struct
    {
        tokens.StartMap(1);
        tokens.Name(Fields.Responses);
        WriteList(ref tokens, responses, write);
        tokens.EndMap();
    }

    // An empty list is nil, as everywhere in answers but in ListSymbols.
    static void WriteList<TTokens, TValue>(ref TTokens tokens, IReadOnlyList<TValue> values, ValueWriter<TTokens, TValue> write)
        where TTokens : IReplyTokens, allows ref struct
    {
        if (values.Count == 0)
        {
            tokens.Nil();
            return;
        }

        tokens.StartList(values.Count);
        foreach (var value in values)
            write(ref tokens, value);
        tokens.EndList();
    }
}
