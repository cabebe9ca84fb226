using System.Globalization;
using MarketStore.Server.Hosting;

namespace MarketStore.Server.Console;

/// <summary>The lines of the status report about the process itself.</summary>
internal sealed class ProcessStatus(ServerState state) : IStatusSource
{
    public string StatusName => "process";

    public IEnumerable<(string Name, string Value)> GetStatus()
    {
        var heap = GC.GetGCMemoryInfo();
        yield return ("version", $"{BuildInfo.Current.Tag} ({BuildInfo.Current.Commit})");
        yield return ("process id", Text($"{Environment.ProcessId}"));
        yield return ("uptime", Text($"{state.Uptime}"));
        yield return ("processor time", Text($"{Environment.CpuUsage.TotalTime}"));
        yield return ("resident memory", Mebibytes(Environment.WorkingSet));
        yield return ("managed heap", Mebibytes(GC.GetTotalMemory(forceFullCollection: false)));
        yield return ("managed memory committed", Mebibytes(heap.TotalCommittedBytes));
        yield return ("memory limit", Mebibytes(heap.TotalAvailableMemoryBytes));
        yield return ("collections", Text($"{GC.CollectionCount(0)} / {GC.CollectionCount(1)} / {GC.CollectionCount(2)} (generation 0, 1, 2)"));
        yield return ("time in collections", Text($"{GC.GetTotalPauseDuration()}"));
        yield return ("thread pool", Text($"{ThreadPool.ThreadCount} threads, {ThreadPool.PendingWorkItemCount} items waiting"));
    }

    static string Mebibytes(long bytes) => Text($"{bytes / 1048576.0:0.0} MiB");

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
