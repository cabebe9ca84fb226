namespace MarketStore.Storage;

/// <summary>Counts what is under way, so that a stop can wait for it. Any thread.</summary>
internal sealed class ClosableGate
{
    readonly object _gate = new();
    int _count;
    bool _isClosed;

    /// <summary>Returns false once closed. Otherwise balanced by <see cref="Exit"/>.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            _count++;
            return true;
        }
    }

    public void Exit()
    {
        lock (_gate)
        {
            if (--_count == 0 && _isClosed)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Lets nobody in any more, and waits for those inside.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_count > 0)
                Monitor.Wait(_gate);
        }
    }
}
