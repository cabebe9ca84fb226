using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Metrics;

/// <summary>
/// Keeps the gauge of disk usage up to date: at once, then every 10 minutes, on a thread of the pool.
/// The walk over a large root takes seconds, so nothing waits for it.
/// </summary>
internal sealed class DiskUsageMonitor : IAsyncDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    readonly CancellationTokenSource _stop = new();
    readonly Task _loop;

    public DiskUsageMonitor(string directory, ServerMetrics metrics, TimeProvider clock, ILogger logger) =>
        _loop = Task.Run(() => RunAsync(directory, metrics, clock, logger, _stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    static async Task RunAsync(string directory, ServerMetrics metrics, TimeProvider clock, ILogger logger, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                metrics.SetDiskUsage(DiskUsage.Measure(directory, stop));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                logger.LogWarning("disk usage of {Directory} cannot be measured: {Reason}", directory, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }
}
