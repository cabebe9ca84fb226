namespace MarketStore.Server.Rpc;

/// <summary>
/// A number of bytes that requests share. A taker waits, in order of arrival, until its bytes are free; how many wait and for how long is bounded.
/// Safe for any number of threads.
/// </summary>
internal sealed class ByteBudget(long capacityBytes, int maxWaiting, TimeSpan maxWait, TimeProvider clock)
{
    readonly Lock _lock = new();
    readonly LinkedList<Waiter> _waiting = new();
    readonly long _capacityBytes = capacityBytes;
    long _freeBytes = capacityBytes;

    public long FreeBytes
    {
        get
        {
            lock (_lock)
                return _freeBytes;
        }
    }

    /// <summary>Returns false when the bytes do not come free in time, or too many wait already. More than the capacity counts as all of it.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async ValueTask<bool> TryTakeAsync(long bytes, CancellationToken cancellationToken)
    {
        bytes = Math.Min(bytes, _capacityBytes);
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            // Nobody overtakes: otherwise small requests would keep a large one waiting for ever.
            if (_waiting.Count == 0 && _freeBytes >= bytes)
            {
                _freeBytes -= bytes;
                return true;
            }

            if (_waiting.Count >= maxWaiting)
                return false;
            node = _waiting.AddLast(new Waiter(bytes));
        }

        try
        {
            await node.Value.Granted.Task.WaitAsync(maxWait, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return !TryWithdraw(node);
        }
        catch (OperationCanceledException)
        {
            if (!TryWithdraw(node))
                Return(bytes);
            throw;
        }
    }

    /// <summary>Takes bytes only if that is possible at once.</summary>
    public bool TryTake(long bytes)
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 || _freeBytes < bytes)
                return false;
            _freeBytes -= bytes;
            return true;
        }
    }

    /// <summary>Gives back what was taken.</summary>
    public void Return(long bytes)
    {
        lock (_lock)
        {
            _freeBytes += Math.Min(bytes, _capacityBytes);
            GrantWaiting();
        }
    }

    /// <summary>Returns false when the bytes were granted in the meantime.</summary>
    bool TryWithdraw(LinkedListNode<Waiter> node)
    {
        lock (_lock)
        {
            if (node.List is null)
                return false;
            _waiting.Remove(node);
            // The one behind may need less.
            GrantWaiting();
            return true;
        }
    }

    void GrantWaiting()
    {
        while (_waiting.First is { } first && first.Value.Bytes <= _freeBytes)
        {
            _waiting.RemoveFirst();
            _freeBytes -= first.Value.Bytes;
            first.Value.Granted.SetResult();
        }
    }

    sealed class Waiter(long bytes)
    {
        public long Bytes { get; } = bytes;

        public TaskCompletionSource Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
