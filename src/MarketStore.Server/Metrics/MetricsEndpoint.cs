using Microsoft.AspNetCore.Http;

namespace MarketStore.Server.Metrics;

/// <summary>Answers scrapes, always in the same format: whoever asks for OpenMetrics takes this one too.</summary>
internal static class MetricsEndpoint
{
    public static Task AnswerAsync(HttpContext context, ServerMetrics metrics)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return metrics.ExportAsync(context.Response.Body, context.RequestAborted);
    }
}
