namespace MarketStore.Server.Plugins;

/// <summary>How much may be said: so many lines at once, and then so many a second. For one thread at a time.</summary>
internal sealed class LineBudget(TimeProvider clock, int burst, int perSecond)
{
    double _left = burst;
    long _time = clock.GetTimestamp();

    /// <summary>Takes one line out; false when none is left.</summary>
    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        _left = Math.Min(burst, _left + (clock.GetElapsedTime(_time, now).TotalSeconds * perSecond));
        _time = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
