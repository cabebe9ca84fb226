using MarketStore.Sql;
using Prometheus;

namespace MarketStore.Server.Metrics;

/// <summary>Measures statements of SQL, by whichever way they come.</summary>
internal sealed class SqlMetrics : ISqlMetrics
{
    readonly Histogram.Child[] _durations;
    readonly Gauge _engines;

    public SqlMetrics(IMetricFactory metrics, double[] buckets)
    {
        var durations = metrics.CreateHistogram(
            MetricNames.SqlDuration,
            "Seconds that SQL statements took by outcome: ok, error, limit (more time or memory than a statement may take), or cancelled (its client left).",
            ["outcome"],
            new HistogramConfiguration { Buckets = buckets });
        _durations = [.. Enum.GetNames<StatementOutcome>().Select(name => durations.WithLabels(name.ToLowerInvariant()))];
        _engines = metrics.CreateGauge(MetricNames.SqlEngines, "Processes of the SQL engine, idle ones included.");
    }

    public void StatementEnded(StatementOutcome outcome, TimeSpan duration) => _durations[(int)outcome].Observe(duration.TotalSeconds);

    public void EnginesChanged(int count) => _engines.Set(count);
}
