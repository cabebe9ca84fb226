using Prometheus;

namespace MarketStore.Server.Metrics;

/// <summary>Measures the live stream.</summary>
internal sealed class StreamMetrics
{
    readonly Counter _batches;
    readonly Counter _rows;
    readonly Counter _sent;
    readonly Counter _dropped;
    readonly Counter _cut;
    readonly Gauge _queuedBytes;

    public StreamMetrics(IMetricFactory metrics)
    {
        _batches = metrics.CreateCounter(MetricNames.StreamBatches, "Batches that were published, one for each bucket and write.");
        _rows = metrics.CreateCounter(MetricNames.StreamRows, "Rows that were published.");
        _sent = metrics.CreateCounter(MetricNames.StreamFramesSent, "Frames handed to subscribers' sockets.");
        _dropped = metrics.CreateCounter(MetricNames.StreamFramesDropped, "Rows left out for subscribers that read too slowly.");
        _cut = metrics.CreateCounter(MetricNames.StreamCut, "Subscribers cut by the server: slow (asked to be), stalled (took nothing), silent (answered no ping), closing (did not answer a close).", ["reason"]);
        _queuedBytes = metrics.CreateGauge(MetricNames.StreamQueuedBytes, "Bytes that wait for subscribers.");
        foreach (var reason in (string[])["slow", "stalled", "silent", "closing"])
            _cut.WithLabels(reason);
    }

    public double RowsDropped => _dropped.Value;

    public double QueuedBytes => _queuedBytes.Value;

    public void BatchPublished(int rowCount)
    {
        _batches.Inc();
        _rows.Inc(rowCount);
    }

    public void FramesSent(int count) => _sent.Inc(count);

    public void RowsLeftOut(int count) => _dropped.Inc(count);

    public void SubscriberCut(string reason) => _cut.WithLabels(reason).Inc();

    public void QueuedBytesChanged(long bytes) => _queuedBytes.Inc(bytes);
}
