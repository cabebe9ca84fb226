namespace MarketStore.Server.Hosting;

/// <summary>Whether clients may ask, and since when the server runs. Safe for any number of threads.</summary>
public sealed class ServerState(TimeProvider clock)
{
    readonly long _start = clock.GetTimestamp();
    volatile bool _isQueryable;

    /// <summary>False before start-up ends and from the start of a stop. Heartbeats show it.</summary>
    public bool IsQueryable
    {
        get => _isQueryable;
        internal set => _isQueryable = value;
    }

    public TimeSpan Uptime => clock.GetElapsedTime(_start);
}
