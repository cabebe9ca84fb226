using MarketStore.Server.DataService;
using MarketStore.Server.Grpc;
using MarketStore.Server.Rpc;
using MarketStore.Server.Streaming;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Hosting;

/// <summary>What the listeners serve besides what Hosting itself answers (metrics, heartbeat, 404).</summary>
internal sealed record ServerWiring
{
    public Action<IServiceCollection> AddMainServices { get; init; } = static _ => { };

    public Action<IEndpointRouteBuilder> MapMain { get; init; } = static _ => { };

    public Action<IServiceCollection> AddGrpcServices { get; init; } = static _ => { };

    public Action<IEndpointRouteBuilder> MapGrpc { get; init; } = static _ => { };

    /// <summary>The one place where the parts of a server meet its listeners.</summary>
    /// <param name="parts">The server.</param>
    /// <param name="writeStatus">What it tells about itself.</param>
    public static ServerWiring For(ServerParts parts, Func<string> writeStatus)
    {
        var configuration = parts.Configuration;
        parts.Database.BatchWritten += parts.Metrics.ObserveWrite;
        // One service for all listeners.
        var service = new MarketDataService(
            parts.Database, parts.Query, parts.Sql, new ServerVersion(BuildInfo.Current.Commit), () => parts.State.IsQueryable, parts.Clock, parts.LoggerFactory.CreateLogger<MarketDataService>());
        return new()
        {
            AddMainServices = services => services
                .AddSingleton(service)
                .AddSingleton<IRpcMetrics>(parts.Metrics.Rpc)
                .AddSingleton(new RpcOptions { MaxRequestBytes = (int)Math.Min((long)configuration.MaxRequestMebibytes << 20, Array.MaxLength - 1), MaxBytesInFlight = (long)configuration.MaxRequestMemoryMebibytes << 20 })
                .AddSingleton(parts.Clock)
                .AddMarketStoreDataService(),
            MapMain = endpoints =>
            {
                endpoints.MapMarketStoreRpc();
                endpoints.MapMarketStoreStream(parts.Stream);
                endpoints.Map("/status", context => StatusEndpoint.AnswerAsync(context, writeStatus));
            },
            AddGrpcServices = services => services
                .AddSingleton(service)
                .AddSingleton(parts.Clock)
                .AddMarketStoreGrpc(new MarketStoreGrpcOptions { MaxSendMebibytes = configuration.GrpcMaxSendMessageMebibytes, MaxReceiveMebibytes = configuration.GrpcMaxReceiveMessageMebibytes }),
            MapGrpc = endpoints => endpoints.MapMarketStoreGrpc(),
        };
    }
}
