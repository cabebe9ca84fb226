using MarketStore.Server.Configuration;
using MarketStore.Server.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MarketStore.Server.Hosting;

/// <summary>The three listeners and their limits: nothing that a client can make grow is left to a default.</summary>
internal static class ListenerPlans
{
    const int Kibibyte = 1 << 10;
    const int Mebibyte = 1 << 20;

    /// <summary><c>/rpc</c>, <c>/ws</c>, <c>/metrics</c> and <c>/status</c> by HTTP/1.1.</summary>
    public static ListenerPlan Main(ServerConfiguration configuration, ServerWiring wiring, ServerMetrics metrics) => new()
    {
        Name = "main listener",
        Key = ConfigurationKeys.ListenPort,
        Address = new(configuration.ListenHost, configuration.ListenPort),
        Protocols = HttpProtocols.Http1,
        SetLimits = limits =>
        {
            SetCommonLimits(limits, configuration.MaxConnections);
            limits.MaxRequestBodySize = (long)configuration.MaxRequestMebibytes * Mebibyte;
        },
        AddServices = wiring.AddMainServices,
        Map = routes =>
        {
            routes.Map("/metrics", context => MetricsEndpoint.AnswerAsync(context, metrics));
            wiring.MapMain(routes);
        },
    };

    /// <summary>gRPC by HTTP/2 without TLS.</summary>
    public static ListenerPlan Grpc(ServerConfiguration configuration, int port, ServerWiring wiring) => new()
    {
        Name = "gRPC listener",
        Key = "grpc_listen_port",
        Address = new(configuration.ListenHost, port),
        Protocols = HttpProtocols.Http2,
        SetLimits = limits =>
        {
            SetCommonLimits(limits, configuration.MaxConnections);
            // A message is led by five bytes.
            limits.MaxRequestBodySize = (long)configuration.GrpcMaxReceiveMessageMebibytes * Mebibyte + 5;
            limits.Http2.MaxStreamsPerConnection = 256;
            // The defaults of 1 MiB and 768 KiB make a writer of large batches wait for acknowledgements.
            limits.Http2.InitialConnectionWindowSize = 8 * Mebibyte;
            limits.Http2.InitialStreamWindowSize = 4 * Mebibyte;
            limits.Http2.MaxFrameSize = 64 * Kibibyte;
            limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
            limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        },
        AddServices = wiring.AddGrpcServices,
        Map = wiring.MapGrpc,
    };

    /// <summary><c>/heartbeat</c> by HTTP/1.1, apart from the data so that it can be shut off by address.</summary>
    public static ListenerPlan Utilities(ListenAddress address, ServerState state) => new()
    {
        Name = "utilities listener",
        Key = "utilities_url",
        Address = address,
        Protocols = HttpProtocols.Http1,
        SetLimits = limits =>
        {
            SetCommonLimits(limits, maxConnections: 100);
            limits.MaxRequestBodySize = 64 * Kibibyte;
        },
        AddServices = static _ => { },
        Map = routes => routes.Map("/heartbeat", context => HeartbeatEndpoint.AnswerAsync(context, state)),
    };

    static void SetCommonLimits(KestrelServerLimits limits, int maxConnections)
    {
        limits.MaxConcurrentConnections = maxConnections;
        limits.MaxConcurrentUpgradedConnections = maxConnections;
        limits.MaxRequestLineSize = 8 * Kibibyte;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxRequestHeadersTotalSize = 32 * Kibibyte;
        limits.MaxRequestBufferSize = Mebibyte;
        limits.MaxResponseBufferSize = Mebibyte;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(5);
        // A client that sends or takes less is holding memory for nothing.
        limits.MinRequestBodyDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
        limits.MinResponseDataRate = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(30));
    }
}
