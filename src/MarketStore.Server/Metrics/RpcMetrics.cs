using System.Collections.Concurrent;
using MarketStore.Server.Rpc;
using Prometheus;

namespace MarketStore.Server.Metrics;

/// <summary>Measures requests to <c>/rpc</c>. Each <see cref="Started"/> is followed by one <see cref="Finished"/>.</summary>
public sealed class RpcMetrics : IRpcMetrics
{
    // Callers pass names of methods that exist; should one ever pass a client's text, memory stays bounded.
    const int MostMethods = 64;
    const string OtherMethods = "other";

    readonly Histogram _totalDuration;
    readonly Histogram _successfulDuration;
    readonly Counter _requests;
    readonly Gauge _inFlight;
    readonly ConcurrentDictionary<string, Method> _methods = new(StringComparer.Ordinal);
    readonly Counter.Child _rejected;

    internal RpcMetrics(IMetricFactory metrics, double[] buckets)
    {
        var configuration = new HistogramConfiguration { Buckets = buckets };
        _totalDuration = metrics.CreateHistogram(MetricNames.RpcTotalDuration, "Seconds that requests took, rejected ones too.", configuration);
        _successfulDuration = metrics.CreateHistogram(
            MetricNames.RpcSuccessfulDuration, "Seconds that calls took whose method ran, even if it returned an error.", ["method"], configuration);
        _requests = metrics.CreateCounter(MetricNames.RpcRequests, "Requests by method and outcome: ok, error, or rejected before any method ran.", ["method", "outcome"]);
        _inFlight = metrics.CreateGauge(MetricNames.RpcInFlight, "Requests being answered.");
        _rejected = _requests.WithLabels("", "rejected");
    }

    /// <summary>Requests being answered now.</summary>
    public long InFlight => (long)_inFlight.Value;

    public void Started() => _inFlight.Inc();

    /// <param name="method">The method that ran, such as <c>DataService.Query</c>; null when the request was rejected before.</param>
    /// <param name="succeeded">False when the answer is an error.</param>
    /// <param name="seconds">From the first byte of the request to the last of the answer.</param>
    public void Finished(string? method, bool succeeded, double seconds)
    {
        _inFlight.Dec();
        _totalDuration.Observe(seconds);
        if (method is null)
        {
            _rejected.Inc();
            return;
        }

        var measured = Find(method);
        measured.Duration.Observe(seconds);
        (succeeded ? measured.Succeeded : measured.Failed).Inc();
    }

    void IRpcMetrics.RequestStarted() => Started();

    void IRpcMetrics.RequestFinished(string? method, bool succeeded, TimeSpan duration) => Finished(method, succeeded, duration.TotalSeconds);

    Method Find(string name)
    {
        if (_methods.TryGetValue(name, out var method))
            return method;
        return _methods.GetOrAdd(_methods.Count < MostMethods ? name : OtherMethods, Create);
    }

    Method Create(string name) => new(_successfulDuration.WithLabels(name), _requests.WithLabels(name, "ok"), _requests.WithLabels(name, "error"));

    sealed record Method(Histogram.Child Duration, Counter.Child Succeeded, Counter.Child Failed);
}
