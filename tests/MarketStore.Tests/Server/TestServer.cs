using MarketStore.Server.DataService;
using MarketStore.Server.Grpc;
using MarketStore.Server.Hosting;
using MarketStore.Server.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Tests.Server;

/// <summary>The endpoints on loopback ports, without an engine behind them: whatever reaches for it fails as a defect of ours would.</summary>
sealed class TestServer : IAsyncDisposable
{
    readonly WebApplication _application;

    TestServer(WebApplication application, RecordedRpcMetrics metrics) => (_application, Metrics) = (application, metrics);

    public RecordedRpcMetrics Metrics { get; }

    public Uri Address => new(_application.Urls.Single());

    public static async Task<TestServer> StartAsync(RpcOptions? options = null, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var metrics = new RecordedRpcMetrics();
        var builder = WebApplication.CreateSlimBuilder();
        // Other tests send signals to this process, which the default lifetime would stop at.
        builder.Services.AddSingleton<IHostLifetime, DetachedLifetime>();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols));
        builder.Services.AddSingleton(new MarketDataService(null!, null!, null!, new ServerVersion("dev"), () => true, TimeProvider.System, NullLogger<MarketDataService>.Instance));
        builder.Services.AddSingleton(options ?? new RpcOptions());
        builder.Services.AddSingleton<IRpcMetrics>(metrics);
        builder.Services.AddMarketStoreDataService();
        builder.Services.AddMarketStoreGrpc(new MarketStoreGrpcOptions());
        var application = builder.Build();
        application.MapMarketStoreRpc();
        application.MapMarketStoreGrpc();
        await application.StartAsync();
        return new(application, metrics);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
