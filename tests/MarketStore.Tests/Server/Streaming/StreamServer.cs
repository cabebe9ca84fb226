using MarketStore.Server.Hosting;
using MarketStore.Server.Metrics;
using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.Resuming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>The stream alone, on a loopback port.</summary>
sealed class StreamServer : IAsyncDisposable
{
    readonly CancellationTokenSource _patience = new(TimeSpan.FromMinutes(2));
    readonly WebApplication _application;

    StreamServer(WebApplication application, StreamHub hub, ServerMetrics metrics) => (_application, Hub, Metrics) = (application, hub, metrics);

    public StreamHub Hub { get; }

    public ServerMetrics Metrics { get; }

    public int Port => new Uri(_application.Urls.Single()).Port;

    public static async Task<StreamServer> StartAsync(StreamOptions? options = null, IStoredRows? stored = null, TimeProvider? clock = null, long? responseBufferBytes = null)
    {
        var metrics = new ServerMetrics();
        var hub = new StreamHub(options ?? new(), stored, metrics, clock ?? TimeProvider.System, NullLogger<StreamHub>.Instance);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // Other tests send signals to this process, which the default lifetime would stop at.
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxResponseBufferSize = responseBufferBytes ?? 1 << 20);
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        var application = builder.Build();
        application.MapMarketStoreStream(hub);
        await application.StartAsync();
        return new(application, hub, metrics);
    }

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Hub.Dispose();
        _patience.Dispose();
    }

    /// <summary>Waits until nothing waits for any subscriber.</summary>
    public async Task QueuesEmptyAsync()
    {
        while (await MetricAsync("stream_queued_bytes") > 0)
            await Task.Yield();
    }

    /// <summary>A value of the metrics page. Tests ask for it until it is what they wait for: after two minutes of a server's life it will not be.</summary>
    /// <exception cref="OperationCanceledException">The two minutes are over.</exception>
    public async Task<double> MetricAsync(string name)
    {
        _patience.Token.ThrowIfCancellationRequested();
        using var page = new MemoryStream();
        await Metrics.ExportAsync(page, CancellationToken.None);
        var line = System.Text.Encoding.UTF8.GetString(page.ToArray()).Split('\n').Single(line => line.StartsWith($"alpaca_marketstore_{name} ", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
