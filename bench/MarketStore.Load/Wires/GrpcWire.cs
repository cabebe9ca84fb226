using Google.Protobuf;
using Grpc.Net.Client;
using MarketStore.Client;
using MarketStore.Core.Types;
using MarketStore.Protocol.Grpc;
using QueryRequest = MarketStore.Protocol.Messages.QueryRequest;

namespace MarketStore.Load.Wires;

/// <summary>gRPC over HTTP/2, one channel for each connection.</summary>
sealed class GrpcWire(Uri address) : IWire
{
    public string Name => "gRPC";

    public IConnection Connect() => new Connection(GrpcChannel.ForAddress(address, new() { MaxReceiveMessageSize = null, MaxSendMessageSize = null }));

    public object PrepareWrite(IReadOnlyList<BucketRows> buckets, bool isVariable)
    {
        var shapes = buckets[0].Rows.Shapes.ToList();
        var data = new NumpyDataset { Length = buckets.Sum(bucket => bucket.Rows.RowCount) };
        for (var column = 0; column < shapes.Count; column++)
        {
            data.ColumnNames.Add(shapes[column].Name);
            data.ColumnTypes.Add(shapes[column].Type.WireCode());
            data.ColumnData.Add(ByteString.CopyFrom([.. buckets.SelectMany(bucket => bucket.Rows.Columns[column].Data.ToArray())]));
        }

        var dataset = new NumpyMultiDataset { Data = data };
        var start = 0;
        foreach (var bucket in buckets)
        {
            dataset.StartIndex.Add(bucket.Key, start);
            dataset.Lengths.Add(bucket.Key, bucket.Rows.RowCount);
            start += bucket.Rows.RowCount;
        }

        return new MultiWriteRequest { Requests = { new WriteRequest { Data = dataset, IsVariableLength = isVariable } } };
    }

    public object PrepareQuery(QueryRequest query) => new MultiQueryRequest
    {
        Requests =
        {
            new Protocol.Grpc.QueryRequest
            {
                Destination = query.Destination, EpochStart = query.EpochStart ?? 0, EpochEnd = query.EpochEnd ?? 0, LimitRecordCount = (int)query.LimitRecordCount, LimitFromStart = query.LimitFromStart,
            },
        },
    };

    sealed class Connection(GrpcChannel channel) : IConnection
    {
        readonly Marketstore.MarketstoreClient _client = new(channel);

        public int Call(object prepared)
        {
            if (prepared is MultiQueryRequest query)
                return _client.Query(query).CalculateSize();
            var answer = _client.Write((MultiWriteRequest)prepared);
            return answer.Responses.FirstOrDefault(response => response.Error.Length > 0) is { } refusal ? throw new InvalidOperationException(refusal.Error) : answer.CalculateSize();
        }

        public void Dispose() => channel.Dispose();
    }
}
