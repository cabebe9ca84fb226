using MarketStore.Server.Plugins;
using Prometheus;

namespace MarketStore.Server.Metrics;

/// <summary>Shows what plug-ins are at, by their names.</summary>
internal static class PluginMetrics
{
    public static void Register(CollectorRegistry registry, IMetricFactory metrics, PluginService plugins)
    {
        string[] labels = ["plugin"];
        var calls = metrics.CreateCounter(MetricNames.PluginCalls, "Calls of triggers, and runs of background workers.", labels);
        var failures = metrics.CreateCounter(MetricNames.PluginFailures, "Calls and runs that failed.", labels);
        var hanging = metrics.CreateGauge(MetricNames.TriggerHanging, "1 for a trigger that has not returned for longer than any should take.", labels);
        var queued = metrics.CreateGauge(MetricNames.TriggerQueue, "Changes that a trigger has to hear of yet.", labels);
        var lag = metrics.CreateGauge(MetricNames.TriggerLag, "Seconds that the oldest of them has waited.", labels);
        var dropped = metrics.CreateCounter(MetricNames.TriggerDropped, "Changes whose rows were let go because a trigger fell behind; it is told of their times.", labels);
        var loops = metrics.CreateCounter(MetricNames.TriggerLoops, "Changes that a trigger was not told of because they came of its own writes.", labels);
        var counted = metrics.CreateCounter(MetricNames.PluginCounts, "What plug-ins count themselves.", ["plugin", "what"]);
        var leftOut = metrics.CreateCounter(MetricNames.PluginLogLeftOut, "Lines of the log that were left out because a plug-in wrote too many.", labels);
        var strays = metrics.CreateCounter(MetricNames.PluginStrayExceptions, "Exceptions of plug-ins that nobody waited for.", labels);
        var missing = metrics.CreateGauge(MetricNames.PluginsMissing, "Modules of the configuration that could not be loaded.");
        registry.AddBeforeCollectCallback(() =>
        {
            missing.Set(plugins.Missing.Count);
            foreach (var trigger in plugins.Triggers)
            {
                calls.WithLabels(trigger.Name).IncTo(trigger.Activity.Calls);
                failures.WithLabels(trigger.Name).IncTo(trigger.Activity.Failures);
                hanging.WithLabels(trigger.Name).Set(plugins.Hangs(trigger.Activity) ? 1 : 0);
                queued.WithLabels(trigger.Name).Set(trigger.Queue.Count);
                lag.WithLabels(trigger.Name).Set(trigger.Queue.Lag.TotalSeconds);
                dropped.WithLabels(trigger.Name).IncTo(trigger.Queue.Dropped);
                loops.WithLabels(trigger.Name).IncTo(trigger.Activity.Loops);
            }

            foreach (var worker in plugins.Workers)
            {
                calls.WithLabels(worker.Name).IncTo(worker.Activity.Calls);
                failures.WithLabels(worker.Name).IncTo(worker.Activity.Failures);
            }

            foreach (var (plugin, count) in plugins.Strays)
                strays.WithLabels(plugin).IncTo(count);
            foreach (var host in plugins.Hosts)
            {
                leftOut.WithLabels(host.Name).IncTo(host.LogLinesLeftOut);
                foreach (var (what, count) in host.Counters)
                    counted.WithLabels(host.Name, what).IncTo(count);
            }
        });
    }
}
