using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MarketStore.Load.Servers;

/// <summary>
/// The least that any server of the wire must do: takes a request, answers with so many bytes that are there already, and flushes an append to a file first if it is asked to.
/// What a client measures against it is the floor of that client, of the loopback and of the disk at that very time. Paths: <c>/answer/BYTES</c>, <c>/flush/BYTES</c>.
/// </summary>
static class FloorServer
{
    public static void Run(int port, string directory)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        using var app = builder.Build();
        using var file = File.OpenHandle(Path.Combine(directory, "floor"), FileMode.Create, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose);
        var (answers, position) = (new Dictionary<int, byte[]>(), 0L);
        app.MapPost("/answer/{bytes:int}", async (HttpContext context, int bytes) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await AnswerAsync(context, bytes);
        });
        app.MapPost("/flush/{bytes:int}", async (HttpContext context, int bytes) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            RandomAccess.Write(file, Bytes(bytes), position);
            RandomAccess.FlushToDisk(file);
            position += bytes;
            await AnswerAsync(context, 100);
        });
        app.Run();

        async Task AnswerAsync(HttpContext context, int bytes)
        {
            context.Response.ContentLength = bytes;
            await context.Response.Body.WriteAsync(Bytes(bytes));
        }

        byte[] Bytes(int count)
        {
            lock (answers)
            {
                if (!answers.TryGetValue(count, out var bytes))
                    Random.Shared.NextBytes(answers[count] = bytes = new byte[count]);
                return bytes;
            }
        }
    }
}
