using MarketStore.Server.DataService;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarketStore.Server.Rpc;

/// <summary>Puts the data service and its JSON-RPC endpoint into a host.</summary>
public static class RpcEndpointExtensions
{
    const string Path = "/rpc";

    /// <summary>
    /// Adds the data service. The host itself adds <see cref="Storage.Database"/>, <see cref="Query.QueryEngine"/>, <see cref="ServerVersion"/>,
    /// <see cref="IRpcMetrics"/> and <see cref="RpcOptions"/>.
    /// </summary>
    public static IServiceCollection AddMarketStoreDataService(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MarketDataService>();
        services.TryAddSingleton<RpcEndpoint>();
        return services;
    }

    /// <summary>Answers <c>/rpc</c>, exactly so, for every HTTP method.</summary>
    public static IEndpointConventionBuilder MapMarketStoreRpc(this IEndpointRouteBuilder endpoints)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<RpcEndpoint>();
        return endpoints.Map(Path, context =>
        {
            // Routing takes /RPC and /rpc/ for the same.
            if (context.Request.Path.Value == Path)
                return endpoint.HandleAsync(context);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }
}
