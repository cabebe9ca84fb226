using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarketStore.Server.Configuration;
using Microsoft.AspNetCore.Http;

namespace MarketStore.Server.Hosting;

/// <summary>Tells a load balancer whether this server answers queries.</summary>
internal static class HeartbeatEndpoint
{
    static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task AnswerAsync(HttpContext context, ServerState state)
    {
        var isQueryable = state.IsQueryable;
        var body = Write(isQueryable, state.Uptime);
        context.Response.StatusCode = isQueryable ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    static ReadOnlyMemory<byte> Write(bool isQueryable, TimeSpan uptime)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, Options))
        {
            json.WriteStartObject();
            json.WriteString("status", isQueryable ? "queryable" : "not queryable");
            json.WriteString("version", BuildInfo.Current.Tag);
            json.WriteString("git_hash", BuildInfo.Current.Commit);
            json.WriteString("uptime", GoDuration.Format(uptime));
            json.WriteEndObject();
        }

        body.Write("\n"u8);
        return body.WrittenMemory;
    }
}
