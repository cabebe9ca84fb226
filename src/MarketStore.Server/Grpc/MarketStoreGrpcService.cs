using Grpc.Core;
using MarketStore.Core.Errors;
using MarketStore.Server.DataService;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Wire = MarketStore.Protocol.Grpc;

namespace MarketStore.Server.Grpc;

/// <summary>The data service over gRPC. Errors of reads are the status UNKNOWN with the text of the JSON-RPC error; changes answer with error texts.</summary>
internal sealed class MarketStoreGrpcService(MarketDataService service, ILogger<MarketStoreGrpcService> logger) : Wire.Marketstore.MarketstoreBase
{
    public override Task<Wire.MultiQueryResponse> Query(Wire.MultiQueryRequest request, ServerCallContext context) => AnswerAsync(context, async () =>
    {
        var response = await service.QueryAsync([.. request.Requests.Select(GrpcRequests.Read)], context.CancellationToken);
        // The message is encoded after this method, straight from the rows: they go back when the HTTP answer is complete.
        context.GetHttpContext().Response.RegisterForDispose(response);
        return GrpcReplies.Write(response);
    });

    public override Task<Wire.MultiServerResponse> Write(Wire.MultiWriteRequest request, ServerCallContext context) => AnswerAsync(context, async () =>
        GrpcReplies.Write(await service.WriteAsync([.. request.Requests.Select(GrpcRequests.Read)])));

    public override Task<Wire.MultiServerResponse> Create(Wire.MultiCreateRequest request, ServerCallContext context) => AnswerAsync(context, async () =>
    {
        var reply = new Wire.MultiServerResponse();
        foreach (var creation in request.Requests)
        {
            var unknown = creation.DataShapes.FirstOrDefault(shape => !CreateRequestReader.TryParseType(shape.Type, out _));
            reply.Responses.Add(unknown is null
                ? GrpcReplies.Write(await service.CreateAsync(GrpcRequests.Read(creation)))
                : new Wire.ServerResponse { Error = $"not supported data type: {ClientText.Printable(unknown.Type)}", Version = service.Version });
        }

        return reply;
    });

    public override Task<Wire.MultiServerResponse> Destroy(Wire.MultiKeyRequest request, ServerCallContext context) => AnswerAsync(context, async () =>
        GrpcReplies.Write(await service.DestroyAsync([.. request.Requests.Select(item => new Protocol.Messages.KeyRequest(item.Key))])));

    public override Task<Wire.MultiDeleteResponse> Delete(Wire.MultiDeleteRequest request, ServerCallContext context) => AnswerAsync(context, async () =>
        GrpcReplies.Write(await service.DeleteAsync([.. request.Requests.Select(GrpcRequests.Read)])));

    public override Task<Wire.ListSymbolsResponse> ListSymbols(Wire.ListSymbolsRequest request, ServerCallContext context) => AnswerAsync(context, () =>
        Task.FromResult(new Wire.ListSymbolsResponse { Results = { service.ListSymbols(GrpcRequests.Read(request), context.CancellationToken).Results } }));

    public override Task<Wire.ServerVersionResponse> ServerVersion(Wire.ServerVersionRequest request, ServerCallContext context) =>
        Task.FromResult(new Wire.ServerVersionResponse { Version = service.Version });

    async Task<TReply> AnswerAsync<TReply>(ServerCallContext context, Func<Task<TReply>> answer)
    {
        try
        {
            return await answer();
        }
        catch (MarketStoreException fault)
        {
            throw new RpcException(new Status(StatusCode.Unknown, fault.Message));
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "the call was cancelled"));
        }
        catch (Exception fault) when (fault is not RpcException)
        {
            logger.LogError(fault, "{Method} failed", context.Method);
            throw new RpcException(new Status(StatusCode.Internal, MarketDataService.InternalErrorText));
        }
    }
}
