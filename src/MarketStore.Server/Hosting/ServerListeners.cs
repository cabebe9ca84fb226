using MarketStore.Core.Errors;
using MarketStore.Server.Configuration;
using MarketStore.Server.Console;
using MarketStore.Server.Metrics;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Hosting;

/// <summary>The listeners of one server, in the order that they start and stop in. Knows no data: <see cref="ServerWiring"/> says what is served.</summary>
internal sealed class ServerListeners(
    ServerConfiguration configuration,
    ServerWiring wiring,
    ServerState state,
    ServerMetrics metrics,
    ILoggerFactory loggers,
    TimeProvider clock) : IAsyncDisposable
{
    // A call that streams for ever would otherwise hold up a stop for ever.
    static readonly TimeSpan GrpcDrain = TimeSpan.FromSeconds(30);
    static readonly TimeSpan HttpDrain = TimeSpan.FromSeconds(10);

    readonly ILogger _log = loggers.CreateLogger<ServerListeners>();

    public Listener? Main { get; private set; }

    public Listener? Grpc { get; private set; }

    public Listener? Utilities { get; private set; }

    public IEnumerable<IStatusSource> StatusSources => Started.Select(listener => listener.Activity);

    IEnumerable<Listener> Started => new[] { Main, Grpc, Utilities }.OfType<Listener>();

    /// <exception cref="MarketStoreException">An address is taken, or is none of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration.Utilities is { } utilities)
            Utilities = await Listener.StartAsync(ListenerPlans.Utilities(utilities, state), loggers, cancellationToken);
        _log.LogInformation("enabling query access...");
        state.IsQueryable = true;
        if (configuration.GrpcListenPort is { } grpcPort)
            Grpc = await Listener.StartAsync(ListenerPlans.Grpc(configuration, grpcPort, wiring), loggers, cancellationToken);
        _log.LogInformation("launching tcp listener for all services...");
        Main = await Listener.StartAsync(ListenerPlans.Main(configuration, wiring, metrics), loggers, cancellationToken);
    }

    /// <summary>Lets calls finish, and answers by HTTP until the grace period is over: a load balancer needs that time to look elsewhere.</summary>
    public async Task StopAsync()
    {
        state.IsQueryable = false;
        if (Grpc is not null)
            await Grpc.StopAsync(GrpcDrain, clock);
        if (configuration.StopGracePeriod > TimeSpan.Zero)
        {
            _log.LogInformation("answering for another {Period} before the stop...", GoDuration.Format(configuration.StopGracePeriod));
            await Task.Delay(configuration.StopGracePeriod, clock);
        }

        if (Main is not null)
            await Main.StopAsync(HttpDrain, clock);
        if (Utilities is not null)
            await Utilities.StopAsync(TimeSpan.FromSeconds(1), clock);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var listener in Started)
            await listener.DisposeAsync();
    }
}
