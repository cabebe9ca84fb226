using System.Text;
using Microsoft.AspNetCore.Http;

namespace MarketStore.Server.Hosting;

/// <summary>Tells an operator how the server is, and each of its plug-ins.</summary>
internal static class StatusEndpoint
{
    public static async Task AnswerAsync(HttpContext context, Func<string> writeStatus)
    {
        var body = Encoding.UTF8.GetBytes(writeStatus());
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
