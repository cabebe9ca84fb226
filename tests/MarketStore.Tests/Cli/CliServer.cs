using MarketStore.Client;
using MarketStore.Core.Types;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;

namespace MarketStore.Tests.Cli;

/// <summary>A server as the verbs see it: it describes a bucket, takes writes, and answers every query with the same rows.</summary>
sealed class CliServer : HttpMessageHandler
{
    static readonly MessagePackCodec Codec = new();

    /// <summary>The bucket that exists; null for none.</summary>
    public BucketInfoResponse? Bucket { get; init; }

    public Dataset? Rows { get; init; }

    public string TimeZone { get; init; } = "UTC";

    /// <summary>The write that is refused, counted from 1.</summary>
    public int RefusedWrite { get; init; }

    /// <summary>What was stored.</summary>
    public List<WriteRequest> Writes { get; } = [];

    public List<QueryRequest> Queries { get; } = [];

    public long StoredRows => Writes.Sum(write => write.Dataset!.Length);

    public static BucketInfoResponse Describe(RecordType recordType, params DataShape[] columns) => new(new("", "v"))
    {
        Shapes = [new("Epoch", ElementType.Int64), .. columns],
        RecordType = recordType,
    };

    public MarketStoreClient Connect() => new(new Uri("http://server:5993"), new HttpClient(this));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = Codec.ReadRequest(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        using var body = new ReplyBody();
        using var result = Answer(call);
        Codec.WriteResult(body, result, call.Id);
        return new() { Content = new ByteArrayContent(body.ToArray()) };
    }

    RpcResult Answer(RpcRequest call)
    {
        switch (call.Method)
        {
            case "DataService.GetInfo":
                return new MultiBucketInfoResponse([Bucket ?? new(new("the bucket is not found in catalog", "v"))]);
            case "DataService.Query":
                Queries.AddRange(Codec.ReadQueries(call.Parameters));
                return new QueryResponse([Rows], "v", TimeZone, []);
            default:
                if (RefusedWrite == Writes.Count + 1)
                    return new MultiServerResponse([new("the disk is full", "v")]);
                Writes.AddRange(Codec.ReadWrites(call.Parameters));
                return new MultiServerResponse([]);
        }
    }
}
