using System.Diagnostics;
using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Protocol.Json;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;
using MarketStore.Server.DataService;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Rpc;

/// <summary>Answers <c>/rpc</c>: chooses the encoding, reads the whole body, runs the method, sends the answer. Errors of methods are HTTP 200.</summary>
internal sealed class RpcEndpoint(MarketDataService service, RpcOptions options, IRpcMetrics metrics, TimeProvider clock, ILogger<RpcEndpoint> logger)
{
    const string VersionHeader = "Marketstore-Version";

    static readonly RpcCodec[] Codecs = [new MessagePackCodec(), new JsonCodec()];

    readonly BodyBudgets _budgets = new(options, clock);

    /// <summary>Handles one request of any HTTP method.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        var outcome = new RpcOutcome();
        metrics.RequestStarted();
        try
        {
            context.Response.Headers[VersionHeader] = service.Version;
            await AnswerAsync(context, outcome);
        }
        catch (RequestRefusedException refusal)
        {
            await SendTextAsync(context, refusal.StatusCode, refusal.Message);
        }
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            // The body is not what the headers said, or comes too slowly: the connection cannot be used any further.
            context.Response.Headers.Connection = "close";
            await SendTextAsync(context, fault.StatusCode, $"rpc: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            logger.LogDebug(fault, "The client left during a call");
            outcome.Succeeded = false;
        }
        finally
        {
            metrics.RequestFinished(outcome.Method, outcome.Succeeded, Stopwatch.GetElapsedTime(started));
        }
    }

    async Task AnswerAsync(HttpContext context, RpcOutcome outcome)
    {
        var request = context.Request;
        if (!HttpMethods.IsPost(request.Method))
        {
            await SendTextAsync(context, StatusCodes.Status405MethodNotAllowed, $"rpc: POST method required, received {request.Method}");
            return;
        }

        var contentType = (request.ContentType ?? "").Split(';', 2)[0];
        var codec = Array.Find(Codecs, candidate => candidate.RequestContentType.Equals(contentType, StringComparison.OrdinalIgnoreCase));
        if (codec is null)
        {
            await SendTextAsync(context, StatusCodes.Status415UnsupportedMediaType, $"rpc: unrecognized Content-Type: {contentType}");
            return;
        }

        // The body is counted here, so that going over the limit is an answer instead of a cut connection.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        // Without this, a client could hold the bytes set aside for a large body by sending next to nothing.
        if (request.ContentLength > BodyBudgets.SmallBodyBytes && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } dataRate)
            dataRate.MinDataRate = options.MinLargeBodyDataRate;
        using var body = await RequestBody.ReadAsync(request.Body, request.ContentLength, options.MaxRequestBytes, _budgets, context.RequestAborted);
        await AnswerBodyAsync(context, codec, body.Bytes, outcome);
    }

    async Task AnswerBodyAsync(HttpContext context, RpcCodec codec, ReadOnlyMemory<byte> body, RpcOutcome outcome)
    {
        var request = codec.ReadRequest(body);
        using var reply = new ReplyBody();
        using var result = await RunAsync(context, codec, request, reply, outcome);
        if (request.IsNotification)
        {
            context.Response.ContentLength = 0;
            return;
        }

        context.Response.ContentType = codec.ResponseContentType;
        if (outcome.Method is not null)
            context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = reply.Length;
        await reply.WriteToAsync(context.Response.BodyWriter, context.RequestAborted);
    }

    /// <summary>Fills the reply. What is returned holds rows that the reply refers to.</summary>
    async Task<RpcResult?> RunAsync(HttpContext context, RpcCodec codec, RpcRequest request, ReplyBody reply, RpcOutcome outcome)
    {
        if (!TryPrepare(codec, request, outcome, out var call, out var refusal))
        {
            codec.WriteError(reply, refusal, request.Id);
            return null;
        }

        RpcResult? result = null;
        try
        {
            result = await call(service, context.RequestAborted);
            codec.WriteResult(reply, result, request.Id);
            outcome.Succeeded = true;
            return result;
        }
        catch (MarketStoreException fault)
        {
            result?.Dispose();
            codec.WriteError(reply, new RpcError(RpcErrorCodes.ServerError, fault.Message), request.Id);
            return null;
        }
#pragma warning disable CA1031 // A defect of ours must not cut the connection; the client gets an error and the log the rest.
        catch (Exception fault) when (fault is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            result?.Dispose();
            logger.LogError(fault, "{Method} failed", outcome.Method);
            reply.Clear();
            codec.WriteError(reply, new RpcError(RpcErrorCodes.ServerError, MarketDataService.InternalErrorText), request.Id);
            return null;
        }
    }

    static bool TryPrepare(RpcCodec codec, RpcRequest request, RpcOutcome outcome, out RpcMethod.Call call, out RpcError refusal)
    {
        (call, refusal) = (null!, null!);
        if (request.Fault is { } fault)
        {
            refusal = new(RpcErrorCodes.ParseError, fault);
            return false;
        }

        if (request.Version != RpcRequest.SupportedVersion)
        {
            refusal = new(RpcErrorCodes.InvalidRequest, $"jsonrpc must be {RpcRequest.SupportedVersion}") { EchoedRequest = request };
            return false;
        }

        if (!RpcMethods.TryFind(request.Method, out var method, out var reason))
        {
            refusal = new(RpcErrorCodes.ServerError, reason);
            return false;
        }

        try
        {
            call = method.Read(codec, request.Parameters);
            outcome.Method = method.Name;
            return true;
        }
        catch (RpcFormatException wrongType)
        {
            refusal = new(RpcErrorCodes.InvalidRequest, wrongType.Message, request.Parameters);
            return false;
        }
    }

    static Task SendTextAsync(HttpContext context, int statusCode, string text)
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.ContentLength = bytes.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }
}
