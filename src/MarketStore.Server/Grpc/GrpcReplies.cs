using Google.Protobuf;
using MarketStore.Core.Errors;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using Wire = MarketStore.Protocol.Grpc;

namespace MarketStore.Server.Grpc;

/// <summary>Turns answers of the data service into gRPC messages.</summary>
internal static class GrpcReplies
{
    /// <summary>The columns of single buckets stay where they are: the answer must be sent before <paramref name="response"/> is disposed.</summary>
    /// <exception cref="MarketStoreException">A result has more than 2^31 - 1 rows, or a column of several buckets more bytes than an array can hold.</exception>
    public static Wire.MultiQueryResponse Write(QueryResponse response)
    {
        var reply = new Wire.MultiQueryResponse { Version = response.Version, Timezone = response.Timezone };
        foreach (var result in response.Results)
            reply.Responses.Add(new Wire.QueryResponse { Result = result is null ? null : Write(result) });
        return reply;
    }

    public static Wire.MultiServerResponse Write(MultiServerResponse response)
    {
        var reply = new Wire.MultiServerResponse();
        foreach (var answer in response.Responses)
            reply.Responses.Add(Write(answer));
        return reply;
    }

    public static Wire.MultiDeleteResponse Write(MultiDeleteResponse response) => new()
    {
        Responses = { response.Responses.Select(answer => new Wire.DeleteResponse { Error = answer.Error, Version = answer.Version, Rows = answer.Rows }) },
    };

    public static Wire.ServerResponse Write(ServerResponse response) => new() { Error = response.Error, Version = response.Version };

    static Wire.NumpyMultiDataset Write(Dataset dataset)
    {
        if (dataset.RowCount > int.MaxValue)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"the result is too large: {dataset.RowCount} rows, more than one answer can carry");
        var table = new Wire.NumpyDataset { Length = (int)dataset.RowCount };
        for (var column = 0; column < dataset.Shapes.Count; column++)
        {
            table.ColumnTypes.Add(dataset.Shapes[column].WireCode);
            table.ColumnNames.Add(dataset.Shapes[column].Name);
            table.ColumnData.Add(ReadColumn(dataset, column));
        }

        var reply = new Wire.NumpyMultiDataset { Data = table };
        var start = 0;
        foreach (var bucket in dataset.Buckets)
        {
            reply.StartIndex[bucket.Key] = start;
            reply.Lengths[bucket.Key] = bucket.Rows.RowCount;
            start += bucket.Rows.RowCount;
        }

        return reply;
    }

    // One element must be contiguous: only several buckets have to be copied together.
    static ByteString ReadColumn(Dataset dataset, int column)
    {
        if (dataset.Buckets.Count == 1)
            return UnsafeByteOperations.UnsafeWrap(dataset.Buckets[0].Rows.Columns[column].Data);
        var bytes = dataset.ColumnBytes(column);
        if (bytes > Array.MaxLength)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"the result is too large: column {dataset.Shapes[column].Name} has {bytes} bytes, more than one answer can carry");
        var joined = new byte[bytes];
        var position = 0;
        foreach (var bucket in dataset.Buckets)
        {
            var data = bucket.Rows.Columns[column].Data;
            data.CopyTo(joined.AsMemory(position));
            position += data.Length;
        }

        return UnsafeByteOperations.UnsafeWrap(joined);
    }
}
