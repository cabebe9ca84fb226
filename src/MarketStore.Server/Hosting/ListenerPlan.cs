using MarketStore.Server.Configuration;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace MarketStore.Server.Hosting;

/// <summary>What a listener shall be.</summary>
internal sealed record ListenerPlan
{
    /// <summary>For error messages and the status report.</summary>
    public required string Name { get; init; }

    /// <summary>The key of the configuration that gave the address, for error messages.</summary>
    public required string Key { get; init; }

    public required ListenAddress Address { get; init; }

    public required HttpProtocols Protocols { get; init; }

    public required Action<KestrelServerLimits> SetLimits { get; init; }

    public required Action<IServiceCollection> AddServices { get; init; }

    public required Action<IEndpointRouteBuilder> Map { get; init; }
}
