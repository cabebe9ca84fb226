using MarketStore.Server.Metrics;

namespace MarketStore.Server.Streaming.Sending;

/// <summary>
/// Shares the memory of what waits between all subscribers: a queue may grow to as much as is free, so that those who do not read come to hold equal parts of it,
/// and one who reads finds as much again. Safe for any number of threads.
/// </summary>
internal sealed class SendBudget(StreamOptions options, StreamMetrics metrics)
{
    // What anyone may hold, however little is free: enough for a run of rows.
    const long GuaranteedBytes = 64 << 10;

    long _usedBytes;

    /// <summary>What one subscriber may hold at this moment.</summary>
    /// <param name="share">The part of it that is meant, one for all of it.</param>
    public long BytesForOne(int share = 1) =>
        Math.Max(GuaranteedBytes, Math.Min(options.MaxQueuedBytes, options.MaxQueuedBytesOfAll - Interlocked.Read(ref _usedBytes))) / share;

    public void Change(long bytes)
    {
        Interlocked.Add(ref _usedBytes, bytes);
        metrics.QueuedBytesChanged(bytes);
    }
}
