namespace MarketStore.Server.Plugins;

/// <summary>What a plug-in is at, for metrics and the status report. Any thread.</summary>
internal sealed class PluginActivity(TimeProvider clock)
{
    long _calls;
    long _failures;
    long _loops;
    long _busySince;

    public long Calls => Interlocked.Read(ref _calls);

    public long Failures => Interlocked.Read(ref _failures);

    public long Loops => Interlocked.Read(ref _loops);

    /// <summary>How long the call under way has taken; null when none is.</summary>
    public TimeSpan? Busy => Interlocked.Read(ref _busySince) is > 0 and var since ? clock.GetElapsedTime(since) : null;

    /// <summary>A call begins; it ends when what is returned is disposed.</summary>
    public Call Begin()
    {
        Interlocked.Increment(ref _calls);
        Interlocked.Exchange(ref _busySince, Math.Max(1, clock.GetTimestamp()));
        return new(this);
    }

    public void CountFailure() => Interlocked.Increment(ref _failures);

    public long CountLoop() => Interlocked.Increment(ref _loops);

    public readonly struct Call(PluginActivity activity) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref activity._busySince, 0);
    }
}
