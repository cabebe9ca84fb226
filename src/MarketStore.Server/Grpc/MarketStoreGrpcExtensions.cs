using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MarketStore.Server.Grpc;

/// <summary>Puts the gRPC service into a host, beside <see cref="Rpc.RpcEndpointExtensions.AddMarketStoreDataService"/>.</summary>
public static class MarketStoreGrpcExtensions
{
    public static IServiceCollection AddMarketStoreGrpc(this IServiceCollection services, MarketStoreGrpcOptions options)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxSendMessageSize = options.MaxSendBytes;
            grpc.MaxReceiveMessageSize = options.MaxReceiveBytes;
            // As the Go server: no compressor is installed, in either direction.
            grpc.CompressionProviders.Clear();
        });
        services.AddGrpcReflection();
        return services;
    }

    /// <summary>Maps the service and reflection. The listener must speak HTTP/2.</summary>
    public static void MapMarketStoreGrpc(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGrpcService<MarketStoreGrpcService>();
        endpoints.MapGrpcReflectionService();
    }
}
