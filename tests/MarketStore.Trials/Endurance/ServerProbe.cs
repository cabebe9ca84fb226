using System.Globalization;
using MarketStore.TestKit.Servers;

namespace MarketStore.Trials.Endurance;

/// <summary>Looks at a server from outside: what the system knows of its process, what it tells of itself at <c>/metrics</c>, and its log on the disk.</summary>
sealed class ServerProbe(ServerProcess server, string root) : IDisposable
{
    readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{server.RpcPort}"), Timeout = MarketStoreProgram.Patience };

    public async Task<ServerSample> SampleAsync(TimeSpan at, CancellationToken cancellationToken)
    {
        var metrics = await ReadMetricsAsync(cancellationToken);
        // A segment may go while it is looked at.
        var segments = new DirectoryInfo(root).EnumerateFiles("*.mslog").Where(segment => segment.Exists).ToList();
        return new(
            at.TotalSeconds,
            ResidentBytes(),
            metrics["dotnet_total_memory_bytes"],
            metrics["dotnet_gc_committed_bytes"],
            metrics["dotnet_gc_pause_seconds_total"],
            metrics["dotnet_gc_pause_max_seconds"],
            metrics["process_cpu_seconds_total"],
            metrics["alpaca_marketstore_startup_seconds"],
            metrics["alpaca_marketstore_total_disk_usage_bytes"],
            Directory.EnumerateFileSystemEntries($"/proc/{server.Program.Id}/fd").Count(),
            segments.Count,
            segments.Sum(segment => segment.Length));
    }

    public void Dispose() => _http.Dispose();

    async Task<Dictionary<string, double>> ReadMetricsAsync(CancellationToken cancellationToken)
    {
        var text = await _http.GetStringAsync("/metrics", cancellationToken);
        return text.Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#' && !line.Contains('{', StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{server.Program.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) << 10;
    }
}
