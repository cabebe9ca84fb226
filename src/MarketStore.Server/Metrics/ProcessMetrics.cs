using Prometheus;

namespace MarketStore.Server.Metrics;

/// <summary>The two series about the process that dashboards know from the Go client and that prometheus-net calls something else, and what it does not tell of the collector.</summary>
internal static class ProcessMetrics
{
    const string OpenFiles = "/proc/self/fd";

    public static void Register(CollectorRegistry registry, IMetricFactory metrics)
    {
        var residentMemory = metrics.CreateGauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        var openFiles = Directory.Exists(OpenFiles) ? metrics.CreateGauge("process_open_fds", "Number of open file descriptors.") : null;
        var committed = metrics.CreateGauge("dotnet_gc_committed_bytes", "Memory that the collector holds for the managed heap.");
        var pauses = metrics.CreateCounter("dotnet_gc_pause_seconds_total", "Seconds in which collections held all threads.");
        var longestPause = metrics.CreateGauge("dotnet_gc_pause_max_seconds", "The longest time that a collection held all threads since the start.");
        CollectorPauses.Watch();
        registry.AddBeforeCollectCallback(() =>
        {
            committed.Set(GC.GetGCMemoryInfo().TotalCommittedBytes);
            pauses.IncTo(CollectorPauses.Total.TotalSeconds);
            longestPause.Set(CollectorPauses.Longest.TotalSeconds);
            residentMemory.Set(Environment.WorkingSet);
            openFiles?.Set(Directory.EnumerateFileSystemEntries(OpenFiles).Count());
        });
    }
}
