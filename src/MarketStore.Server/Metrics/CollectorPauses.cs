namespace MarketStore.Server.Metrics;

/// <summary>
/// How long collections have held all threads of the process. The runtime keeps the sum; for the longest one it is asked after each collection.
/// </summary>
internal static class CollectorPauses
{
    static long _totalTicks = GC.GetTotalPauseDuration().Ticks;
    static long _longestTicks;
    static int _isWatching;

    public static TimeSpan Total => GC.GetTotalPauseDuration();

    /// <summary>Since <see cref="Watch"/> was called first. Of collections that come too fast to be told apart, the sum.</summary>
    public static TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longestTicks));

    public static void Watch()
    {
        if (Interlocked.Exchange(ref _isWatching, 1) == 0)
            Renew();
    }

    // Finalizers run on one thread, so nobody else changes the fields.
    static void Observe()
    {
        var total = GC.GetTotalPauseDuration().Ticks;
        var pause = total - _totalTicks;
        _totalTicks = total;
        if (pause > Interlocked.Read(ref _longestTicks))
            Interlocked.Exchange(ref _longestTicks, pause);
    }

    static void Renew() => _ = new Witness();

    /// <summary>Nobody refers to it, so the next collection finds it dead, whatever generation is collected.</summary>
    sealed class Witness
    {
        ~Witness()
        {
            Observe();
            Renew();
        }
    }
}
