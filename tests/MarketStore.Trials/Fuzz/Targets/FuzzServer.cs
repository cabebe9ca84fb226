using MarketStore.Query;
using MarketStore.Server.DataService;
using MarketStore.Server.Grpc;
using MarketStore.Server.Rpc;
using MarketStore.Sql;
using MarketStore.Storage;
using MarketStore.Trials.Fuzz.Disk;
using Microsoft.AspNetCore.Http;

namespace MarketStore.Trials.Fuzz.Targets;

/// <summary>All of the server between the HTTP layer and the disk, over a disk in memory.</summary>
sealed class FuzzServer : IDisposable
{
    public const string Root = "/data";

    readonly Database _database;
    readonly DefectLog _storageLog = new();
    readonly DefectLogOf<MarketDataService> _serviceLog = new();
    readonly DefectLogOf<RpcEndpoint> _endpointLog = new();
    readonly DefectLogOf<MarketStoreGrpcService> _grpcLog = new();
    readonly RpcEndpoint _endpoint;
    readonly SqlEngine _sql;

    public FuzzServer()
    {
        var clock = new FixedClock();
        _database = Database.Open(Options, _storageLog, Disk, clock);
        var queries = new QueryEngine(_database, clock) { MaxResultBytes = 16 << 20 };
        _sql = new(_database, queries, new() { Threads = 1, MemoryBytes = 32 << 20, MaxResultBytes = 16 << 20 }, clock);
        var service = new MarketDataService(
            _database, queries, _sql, new ServerVersion("dev"), () => true, clock, _serviceLog);
        _endpoint = new(service, new RpcOptions(), new SilentMetrics(), clock, _endpointLog);
        Grpc = new(service, _grpcLog);
    }

    /// <summary>No checkpoint comes by itself, and a flush takes no time.</summary>
    public static DatabaseOptions Options { get; } = new() { RootDirectory = Root, WalSync = WalSync.None, CheckpointInterval = TimeSpan.FromDays(1) };

    public MemoryDisk Disk { get; } = new();

    public MarketStoreGrpcService Grpc { get; }

    /// <summary>Sends one body to <c>/rpc</c> and returns the status and the answer's body.</summary>
    /// <exception cref="TrialFailedException">The answer's length is not what its header says.</exception>
    public (int Status, byte[] Body) Post(string contentType, byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = contentType;
        context.Request.ContentLength = body.Length;
        context.Request.Body = new MemoryStream(body, writable: false);
        var answer = new MemoryStream();
        context.Response.Body = answer;
        _endpoint.HandleAsync(context).GetAwaiter().GetResult();
        ThrowDefects();
        if (context.Response.ContentLength != answer.Length)
            throw new TrialFailedException($"an answer of {answer.Length} bytes says that it has {context.Response.ContentLength}");
        return (context.Response.StatusCode, answer.ToArray());
    }

    /// <summary>Throws what the server took for a defect of its own.</summary>
    public void ThrowDefects()
    {
        _storageLog.ThrowDefect();
        _serviceLog.ThrowDefect();
        _endpointLog.ThrowDefect();
        _grpcLog.ThrowDefect();
    }

    public void Dispose()
    {
        _sql.Dispose();
        _database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        ThrowDefects();
    }
}
