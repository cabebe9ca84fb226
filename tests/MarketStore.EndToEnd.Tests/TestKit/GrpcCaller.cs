using Grpc.Core;
using Grpc.Net.Client;
using MarketStore.Protocol.Grpc;
using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Servers;

namespace MarketStore.EndToEnd.Tests.TestKit;

/// <summary>Puts requests in the shape of JSON-RPC to a server over gRPC, and gives the answers back in that shape.</summary>
sealed class GrpcCaller : IScenarioWire, IDisposable
{
    // What a server says when an exception got past it: no answer to anything.
    const string UnhandledException = "Exception was thrown by handler";

    readonly GrpcChannel _channel;

    public GrpcCaller(Uri address)
    {
        _channel = GrpcChannel.ForAddress(address, new() { MaxReceiveMessageSize = null, MaxSendMessageSize = null });
        Client = new(_channel);
    }

    public Marketstore.MarketstoreClient Client { get; }

    public async Task<Dictionary<string, object?>?> CallAsync(string method, object? parameters)
    {
        try
        {
            return GrpcRequests.Translate(method, parameters) switch
            {
                MultiQueryRequest request => Result(GrpcAnswers.ToMap(await Client.QueryAsync(request, Options()))),
                MultiWriteRequest request => Result(GrpcAnswers.ToMap(await Client.WriteAsync(request, Options()))),
                MultiCreateRequest request => Result(GrpcAnswers.ToMap(await Client.CreateAsync(request, Options()))),
                MultiKeyRequest request => Result(GrpcAnswers.ToMap(await Client.DestroyAsync(request, Options()))),
                ListSymbolsRequest request => Result(GrpcAnswers.ToMap(await Client.ListSymbolsAsync(request, Options()))),
                _ => null,
            };
        }
        catch (RpcException exception) when (IsAnswer(exception.Status))
        {
            return new() { ["error"] = new Dictionary<string, object?> { ["code"] = (long)exception.StatusCode, ["message"] = exception.Status.Detail } };
        }
        catch (RpcException exception)
        {
            throw new IOException(exception.Status.ToString(), exception);
        }
    }

    public void Dispose() => _channel.Dispose();

    static CallOptions Options() => new(deadline: DateTime.UtcNow + MarketStoreProgram.Patience);

    static bool IsAnswer(Status status) =>
        status.StatusCode is not (StatusCode.Unavailable or StatusCode.Internal or StatusCode.DeadlineExceeded)
        && !status.Detail.StartsWith(UnhandledException, StringComparison.Ordinal);

    static Dictionary<string, object?> Result(Dictionary<string, object?> result) => new() { ["result"] = result };
}
