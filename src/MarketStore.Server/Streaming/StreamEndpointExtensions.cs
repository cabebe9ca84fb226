using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;

namespace MarketStore.Server.Streaming;

/// <summary>Puts the live stream into a host.</summary>
public static class StreamEndpointExtensions
{
    const string Path = "/ws";
    const string Version = "13";
    // RFC 6455, section 4.2.2.
    const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const int KeyBytes = 16;

    /// <summary>Serves <c>/ws</c>, exactly so. When the host stops, subscribers are told.</summary>
    public static IEndpointConventionBuilder MapMarketStoreStream(this IEndpointRouteBuilder endpoints, StreamHub hub)
    {
        endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(hub.Stop);
        var clock = endpoints.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;
        return endpoints.Map(Path, context => HandleAsync(context, hub, clock));
    }

    static async Task HandleAsync(HttpContext context, StreamHub hub, TimeProvider clock)
    {
        // Routing takes /WS and /ws/ for the same.
        if (context.Request.Path.Value != Path)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!TryReadKey(context.Request, out var key, out var statusCode, out var reason) || context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
        {
            context.Response.Headers.SecWebSocketVersion = Version;
            await RefuseAsync(context, statusCode, reason);
            return;
        }

        if (!hub.HasRoom)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "there are as many subscribers as this server takes");
            return;
        }

        await using var stream = await UpgradeAsync(context, upgrade, key);
        if (hub.TryOpen(stream, context.Abort) is not { } connection)
            return;
        try
        {
            await using var session = new StreamSession(hub, connection, stream, clock);
            await session.RunAsync();
        }
        finally
        {
            hub.Remove(connection);
        }
    }

    static bool TryReadKey(HttpRequest request, out string key, out int statusCode, out string reason)
    {
        (key, statusCode, reason) = (request.Headers.SecWebSocketKey.ToString(), StatusCodes.Status400BadRequest, "websocket: this path takes WebSockets: a GET with an upgrade");
        if (!HttpMethods.IsGet(request.Method) || !HasToken(request.Headers.Upgrade, "websocket") || !HasToken(request.Headers.Connection, "upgrade"))
            return false;
        if (request.Headers.SecWebSocketVersion != Version)
        {
            (statusCode, reason) = (StatusCodes.Status426UpgradeRequired, $"websocket: Sec-WebSocket-Version must be {Version}");
            return false;
        }

        reason = "websocket: Sec-WebSocket-Key must be 16 bytes in base64";
        Span<byte> decoded = stackalloc byte[KeyBytes];
        return Convert.TryFromBase64String(key, decoded, out var bytes) && bytes == KeyBytes;
    }

    static bool HasToken(StringValues values, string token)
    {
        foreach (var value in values)
        {
            foreach (var part in (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            {
                if (part.Equals(token, StringComparison.OrdinalIgnoreCase))
                    return true;
            }
        }

        return false;
    }

    static Task<Stream> UpgradeAsync(HttpContext context, IHttpUpgradeFeature upgrade, string key)
    {
        // The stream has its own rules for those who are slow.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } requestRate)
            requestRate.MinDataRate = null;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } responseRate)
            responseRate.MinDataRate = null;
        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Accept(key);
        return upgrade.UpgradeAsync();
    }

#pragma warning disable CA5350 // The protocol asks for SHA-1; nothing is kept secret by it.
    static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350

    static Task RefuseAsync(HttpContext context, int statusCode, string reason)
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = "text/plain; charset=utf-8";
        var text = Encoding.UTF8.GetBytes(reason + "\n");
        context.Response.ContentLength = text.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }
}
