using MarketStore.Client;
using MarketStore.Protocol.Messages;

namespace MarketStore.Load.Wires;

/// <summary>One of the server's two wires. Calls are prepared before the clock starts, so that what is measured is the server, and as little of this program as there can be.</summary>
interface IWire
{
    string Name { get; }

    IConnection Connect();

    object PrepareWrite(IReadOnlyList<BucketRows> buckets, bool isVariable);

    object PrepareQuery(QueryRequest query);
}
