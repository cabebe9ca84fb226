using MarketStore.Client;
using MarketStore.Client.Wire;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;

namespace MarketStore.Load.Wires;

/// <summary>JSON-RPC in MessagePack over HTTP/1.1: what nearly every client speaks.</summary>
sealed class JsonRpcWire(string host, int port) : IWire
{
    public string Name => "JSON-RPC";

    public IConnection Connect() => new HttpConnection(host, port);

    public object PrepareWrite(IReadOnlyList<BucketRows> buckets, bool isVariable) => HttpConnection.Request(
        host, RequestWriter.Envelope("DataService.Write", 1, RequestWriter.Write(buckets, [.. buckets[0].Rows.Shapes], isVariable ? RecordType.Variable : RecordType.Fixed)));

    public object PrepareQuery(QueryRequest query) => HttpConnection.Request(host, RequestWriter.Envelope("DataService.Query", 1, RequestWriter.Queries([query])));
}
