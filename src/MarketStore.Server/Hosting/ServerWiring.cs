using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MarketStore.Server.Hosting;

/// <summary>What the listeners serve besides what Hosting itself answers (metrics, heartbeat, 404).</summary>
internal sealed record ServerWiring
{
    public Action<IServiceCollection> AddMainServices { get; init; } = static _ => { };

    public Action<IEndpointRouteBuilder> MapMain { get; init; } = static _ => { };

    public Action<IServiceCollection> AddGrpcServices { get; init; } = static _ => { };

    public Action<IEndpointRouteBuilder> MapGrpc { get; init; } = static _ => { };

    /// <summary>The one place where the parts of a server meet its listeners.</summary>
    public static ServerWiring For(ServerParts parts)
    {
        _ = parts;
        return new();
    }
}
