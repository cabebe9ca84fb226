using MarketStore.Core.Errors;
using MarketStore.Storage.Operations;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Wal;

/// <summary>
/// Writes the log and applies what is in it, one turn after the other: a turn takes all operations that wait, writes them at once, flushes once, applies each and answers.
/// While it flushes, the next ones gather. Turns are the commit thread's; a caller that comes alone takes one itself, since waking a thread and being woken costs as much as
/// half a flush. Whoever has the turn is "the commit thread" wherever this code says so.
/// </summary>
internal sealed class GroupCommitter : IDisposable
{
    /// <summary>A group is closed once it is this large, so that the first in it does not wait for too long.</summary>
    const int MaxGroupBytes = 32 << 20;

    /// <summary>Half of what the interval setting of the log promises: a turn may come just before a flush is due.</summary>
    static readonly TimeSpan TurnInterval = TimeSpan.FromMilliseconds(250);

    readonly StorageContext _context;
    readonly SegmentedLog _log;
    readonly LogGroup _group = new();
    readonly object _gate = new();
    readonly Thread _thread;
    readonly PendingWork _pending;
    readonly SectionApplier _applier;
    Queue<LogOperation> _waiting = new();
    Queue<LogOperation> _taken = new();
    // Under the gate, as the queue of what waits.
    bool _isStopping;
    bool _isTurnTaken;
    bool _sleepsUntilCalled;
    int _lastTurnOperations;
    // Whose the turn is.
    ulong _nextSequence;
    long _bytesSinceCheckpoint;

    public GroupCommitter(StorageContext context, SegmentedLog log, PendingWork pending, SectionApplier applier, ulong nextSequence)
    {
        (_context, _log, _pending, _applier, _nextSequence) = (context, log, pending, applier, nextSequence);
        _thread = new Thread(Run) { Name = "commit", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Set when the log has grown enough for a checkpoint. Raised on the commit thread.</summary>
    public event Action? LogGrew;

    /// <summary>Bytes written to the log since the last checkpoint began.</summary>
    public long LogBytes => _context.Options.WalBypass ? 0 : BytesSinceCheckpoint;

    /// <summary>Bytes of records since the last checkpoint began, also of those that no log was written for.</summary>
    public long BytesSinceCheckpoint => Interlocked.Read(ref _bytesSinceCheckpoint);

    /// <summary>Queues an operation; its completion says when it is durable and applied. May carry it out before it returns.</summary>
    /// <exception cref="MarketStoreException">The database is closing.</exception>
    public void Submit(LogOperation operation)
    {
        lock (_gate)
        {
            if (_isStopping)
                throw new MarketStoreException(ErrorKind.Unavailable, "the server is stopping and takes no writes");
            _waiting.Enqueue(operation);
            // Where several came at a time, they come again: the thread gathers them while callers prepare the next.
            if (!_context.Options.CallersCommit || _isTurnTaken || _waiting.Count > 1 || _lastTurnOperations > 1)
            {
                if (_waiting.Count == 1)
                    Monitor.Pulse(_gate);
                return;
            }

            TakeTurn();
        }

        RunTurn();
        EndTurn();
    }

    /// <summary>Commit thread, by the operation that begins a checkpoint: what follows goes into a new segment. Returns the last one that is complete.</summary>
    public ulong StartNewSegment()
    {
        var complete = _log.Segment;
        if (!_context.Options.WalBypass)
            _log.OpenNext(_nextSequence);
        Interlocked.Exchange(ref _bytesSinceCheckpoint, 0);
        return complete;
    }

    /// <summary>Answers what waits, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    void Run()
    {
        while (WaitForTurn())
        {
            RunTurn();
            EndTurn();
        }
    }

    /// <summary>Under the gate.</summary>
    void TakeTurn()
    {
        _isTurnTaken = true;
        _lastTurnOperations = _waiting.Count;
        (_waiting, _taken) = (_taken, _waiting);
    }

    void EndTurn()
    {
        lock (_gate)
        {
            _isTurnTaken = false;
            if (_waiting.Count > 0 || _isStopping || (_sleepsUntilCalled && HasLeftovers))
                Monitor.Pulse(_gate);
        }
    }

    /// <summary>Work that no operation brings. Under the gate, while nobody has the turn.</summary>
    bool HasLeftovers => !_pending.IsEmpty || _log.HasUnflushed;

    void RunTurn()
    {
        while (_taken.Count > 0)
        {
            try
            {
                CommitGroup();
            }
            catch (Exception error)
            {
                // CommitGroup answers every operation that it takes; what comes here is a defect, and must not end the thread.
                _context.Logger.LogCritical(error, "the commit thread failed");
            }
        }

        // Under steady load no turn is ever idle.
        if (_log.UnflushedAge >= TurnInterval)
            _log.FlushPending();
    }

    /// <summary>Waits for operations and takes the turn. Returns false when the thread is to end.</summary>
    bool WaitForTurn()
    {
        while (true)
        {
            lock (_gate)
            {
                if (!_isTurnTaken && _waiting.Count > 0)
                {
                    TakeTurn();
                    return true;
                }

                if (!_isTurnTaken && _isStopping)
                    return false;
                if (_isTurnTaken || !HasLeftovers)
                {
                    _sleepsUntilCalled = true;
                    Monitor.Wait(_gate);
                    _sleepsUntilCalled = false;
                    continue;
                }

                if (Monitor.Wait(_gate, TurnInterval) || _isTurnTaken || _waiting.Count > 0)
                    continue;
                _isTurnTaken = true;
            }

            // Outside the lock, so that nobody who comes waits for the disk.
            _log.FlushPending();
            _pending.Retry(_applier);
            EndTurn();
        }
    }

    void CommitGroup()
    {
        var admitted = new List<LogOperation>(_taken.Count);
        _pending.Retry(_applier);
        if (!_context.Options.WalBypass && !_log.IsOpen && !TryReopen())
            return;

        Admit(admitted);
        if (admitted.Count == 0)
            return;
        if (_context.Options.WalBypass || WriteGroup(admitted))
        {
            Interlocked.Add(ref _bytesSinceCheckpoint, _group.Bytes);
            foreach (var operation in admitted)
                Apply(operation);
            if (BytesSinceCheckpoint > _context.Options.CheckpointLogBytes || _context.HotRowBytes > _context.Options.HotRowBytes)
                LogGrew?.Invoke();
        }
    }

    bool TryReopen()
    {
        try
        {
            _log.OpenNext(_nextSequence);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            RefuseAll(new MarketStoreException(ErrorKind.StorageFailure, $"writes are refused: no log segment can be opened: {error.Message}", error));
            return false;
        }
    }

    void Admit(List<LogOperation> admitted)
    {
        _group.Begin(_context.Options.WalBypass ? 0 : _log.Segment, _nextSequence);
        while (_taken.TryPeek(out var operation))
        {
            if (admitted.Count > 0 && (operation.StandsAlone || _group.Bytes + operation.LogBytes > MaxGroupBytes))
                break;
            _taken.Dequeue();
            try
            {
                operation.Admit(_group);
                admitted.Add(operation);
            }
            catch (Exception error)
            {
                Answer(operation, error);
            }

            if (operation.StandsAlone)
                break;
        }
    }

    bool WriteGroup(List<LogOperation> admitted)
    {
        if (_group.Bytes == 0)
            return true;
        try
        {
            _log.Append(_group);
            _nextSequence = _group.NextSequence;
            return true;
        }
        catch (Exception error)
        {
            _group.Forget();
            // The numbers are not used again: the segment's valid length, not they, says what counts.
            _nextSequence = _group.NextSequence;
            var outcome = StartSuccessor() ? "nothing was written" : "nothing can be read of it now, but a restart may find it";
            foreach (var operation in admitted)
                Answer(operation, new MarketStoreException(ErrorKind.StorageFailure, $"{outcome}: the log refused: {error.Message}", error));
            return false;
        }
    }

    /// <summary>The successor's header says that the failed group does not count: better on the disk before the client hears that nothing was written.</summary>
    bool StartSuccessor()
    {
        try
        {
            _log.OpenNext(_nextSequence);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _context.Logger.LogError("no new log segment can be opened, the next write will try again: {Error}", error.Message);
            return false;
        }
    }

    void Apply(LogOperation operation)
    {
        try
        {
            operation.Apply();
            Answer(operation, null);
        }
        catch (Exception error)
        {
            if (error is not MarketStoreException)
                _context.Logger.LogError(error, "an operation could not be carried out");
            Answer(operation, error);
        }
    }

    void RefuseAll(MarketStoreException error)
    {
        while (_taken.TryDequeue(out var operation))
            Answer(operation, error);
    }

    static void Answer(LogOperation operation, Exception? error)
    {
        operation.Release();
        if (error is null)
            operation.Succeed();
        else
            operation.Fail(error);
    }
}
