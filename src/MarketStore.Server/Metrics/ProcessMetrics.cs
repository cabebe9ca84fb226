using Prometheus;

namespace MarketStore.Server.Metrics;

/// <summary>The two series about the process that dashboards know from the Go client and that prometheus-net calls something else.</summary>
internal static class ProcessMetrics
{
    const string OpenFiles = "/proc/self/fd";

    public static void Register(CollectorRegistry registry, IMetricFactory metrics)
    {
        var residentMemory = metrics.CreateGauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        var openFiles = Directory.Exists(OpenFiles) ? metrics.CreateGauge("process_open_fds", "Number of open file descriptors.") : null;
        registry.AddBeforeCollectCallback(() =>
        {
            residentMemory.Set(Environment.WorkingSet);
            openFiles?.Set(Directory.EnumerateFileSystemEntries(OpenFiles).Count());
        });
    }
}
