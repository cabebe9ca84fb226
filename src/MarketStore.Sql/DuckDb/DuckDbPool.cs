namespace MarketStore.Sql.DuckDb;

/// <summary>
/// Engines for statements: each statement has one to itself, with its own bounds of memory and threads, so that none takes from another. Made when they are needed;
/// some are kept for the next.
/// </summary>
internal sealed class DuckDbPool(SqlOptions options) : IDisposable
{
    const int MaxIdle = 2;

    readonly SemaphoreSlim _turns = new(options.MaxStatements);
    readonly Stack<DuckDbInstance> _idle = new();
    readonly Lock _gate = new();
    int _openCount;
    bool _isDisposed;

    public int OpenCount => Volatile.Read(ref _openCount);

    /// <summary>Waits for a turn.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _turns.WaitAsync(cancellationToken);

    /// <summary>Ends a turn.</summary>
    public void EndTurn() => _turns.Release();

    /// <summary>An engine for one statement that has its turn.</summary>
    public DuckDbInstance Take()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_idle.TryPop(out var idle))
                return idle;
        }

        var instance = DuckDbInstance.Open(options);
        Interlocked.Increment(ref _openCount);
        return instance;
    }

    public void Return(DuckDbInstance instance)
    {
        instance.Tables = null;
        lock (_gate)
        {
            if (instance.IsUsable && !_isDisposed && _idle.Count < MaxIdle)
            {
                _idle.Push(instance);
                return;
            }
        }

        Interlocked.Decrement(ref _openCount);
        instance.Dispose();
    }

    public void Dispose()
    {
        List<DuckDbInstance> idle;
        lock (_gate)
        {
            _isDisposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        foreach (var instance in idle)
            instance.Dispose();
        // A statement may still be at work, and gives its turn back.
    }
}
