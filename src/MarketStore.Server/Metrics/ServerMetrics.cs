using MarketStore.Server.Plugins;
using Prometheus;

namespace MarketStore.Server.Metrics;

/// <summary>What the server measures about itself, in a registry of its own. Safe for any number of threads.</summary>
public sealed class ServerMetrics
{
    static readonly double[] DefaultBuckets = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10];
    static readonly double[] WriteBuckets = [.0001, .001, .005, .01, .05, .1, .25, .5, 1];

    readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    readonly Gauge _startupSeconds;
    readonly Histogram _writeDuration;
    readonly Gauge _webSocketConnections;
    readonly Gauge _diskUsage;
    readonly Gauge _exportsInFlight;
    readonly Counter.Child _exports;

    public ServerMetrics()
    {
        var metrics = Factory = Prometheus.Metrics.WithCustomRegistry(_registry);
        _startupSeconds = metrics.CreateGauge(MetricNames.StartupSeconds, "Seconds from the start of the server until the data was open.");
        _writeDuration = metrics.CreateHistogram(
            MetricNames.WriteDuration, "Seconds that a successful write took, whoever asked for it.", new HistogramConfiguration { Buckets = WriteBuckets });
        _webSocketConnections = metrics.CreateGauge(MetricNames.WebSocketConnections, "Open WebSockets.");
        _diskUsage = metrics.CreateGauge(MetricNames.DiskUsage, "Bytes on disk that the root directory takes.");
        _exportsInFlight = metrics.CreateGauge("promhttp_metric_handler_requests_in_flight", "Scrapes being served.");
        _exports = metrics.CreateCounter("promhttp_metric_handler_requests_total", "Scrapes by status code.", ["code"]).WithLabels("200");
        Rpc = new RpcMetrics(metrics, DefaultBuckets);
        Sql = new SqlMetrics(metrics, DefaultBuckets);
        Stream = new StreamMetrics(metrics);
        DotNetStats.Register(_registry);
        ProcessMetrics.Register(_registry, metrics);
    }

    public RpcMetrics Rpc { get; }

    internal SqlMetrics Sql { get; }

    internal StreamMetrics Stream { get; }

    /// <summary>Makes further metrics that are shown with these, for plug-ins and other parts.</summary>
    public IMetricFactory Factory { get; }

    /// <summary>Shows plug-ins with every scrape.</summary>
    internal void Watch(PluginService plugins) => PluginMetrics.Register(_registry, Factory, plugins);

    public void SetStartup(TimeSpan duration) => _startupSeconds.Set(duration.TotalSeconds);

    /// <summary>Counts a successful write of any origin: RPC, gRPC, plug-in or replication.</summary>
    public void ObserveWrite(TimeSpan duration) => _writeDuration.Observe(duration.TotalSeconds);

    public void WebSocketOpened() => _webSocketConnections.Inc();

    public void WebSocketClosed() => _webSocketConnections.Dec();

    public void SetDiskUsage(long bytes) => _diskUsage.Set(bytes);

    /// <summary>Writes all metrics in the Prometheus text format 0.0.4.</summary>
    public async Task ExportAsync(Stream destination, CancellationToken cancellationToken)
    {
        using (_exportsInFlight.TrackInProgress())
            await _registry.CollectAndExportAsTextAsync(destination, ExpositionFormat.PrometheusText, cancellationToken);
        _exports.Inc();
    }
}
