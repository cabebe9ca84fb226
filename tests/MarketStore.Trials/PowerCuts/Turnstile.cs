using MarketStore.Storage;

namespace MarketStore.Trials.PowerCuts;

/// <summary>
/// Lets the engine's threads reach the disk one at a time and in an order that the case's seed decides: the checkpoint thread stops before each change of the disk
/// until it is let through, so that a checkpoint can be held at any point while writes go on; the commit thread can be held so that a group gathers behind it.
/// </summary>
sealed class Turnstile
{
    readonly object _gate = new();
    Database? _database;
    Thread? _commitThread;
    int _permits;
    bool _isOpen;
    bool _isCheckpointParked;
    bool _holdsCommit;
    bool _isCommitParked;
    int _commitPermits;

    public void Attach(Database database) => _database = database;

    /// <summary>Called by whoever is about to change the disk.</summary>
    public void Pass()
    {
        switch (Thread.CurrentThread.Name)
        {
            case "commit":
                PassCommit();
                break;
            case "checkpoint":
                PassCheckpoint();
                WaitForCommit();
                break;
            default:
                WaitForCommit();
                break;
        }
    }

    /// <summary>Waits until a checkpoint that was asked for stands before its first change, or has ended.</summary>
    public void Settle(Task end) => Let(0, end);

    /// <summary>Lets a checkpoint make so many changes, and waits until it has, or has ended.</summary>
    public void Let(int changes, Task end)
    {
        lock (_gate)
        {
            if (changes > 0)
            {
                (_permits, _isCheckpointParked) = (changes, false);
                Monitor.PulseAll(_gate);
            }

            // The end is not signalled here: it is looked for.
            while (!_isCheckpointParked && !end.IsCompleted)
                Monitor.Wait(_gate, 1);
        }

        WaitForCommit();
    }

    /// <summary>Lets a checkpoint run to its end.</summary>
    public void Finish(Task end)
    {
        Open();
        end.Wait();
        WaitForCommit();
        lock (_gate)
            (_isOpen, _permits, _isCheckpointParked) = (false, 0, false);
    }

    /// <summary>Lets everybody through from now on.</summary>
    public void Open()
    {
        lock (_gate)
        {
            (_isOpen, _holdsCommit) = (true, false);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Submits something, and waits until the commit thread stands before the first change that it makes for it.</summary>
    public void HoldAt(Action submit)
    {
        lock (_gate)
            _holdsCommit = true;
        submit();
        lock (_gate)
        {
            while (!_isCommitParked)
                Monitor.Wait(_gate);
        }
    }

    /// <summary>Lets the held commit thread make so many changes, and waits until it has, or what it works on has ended.</summary>
    public void LetCommit(int changes, Task end)
    {
        lock (_gate)
        {
            if (changes > 0)
            {
                (_commitPermits, _isCommitParked) = (changes, false);
                Monitor.PulseAll(_gate);
            }

            while (!_isCommitParked && !end.IsCompleted)
                Monitor.Wait(_gate, 1);
        }
    }

    public void ReleaseCommit()
    {
        lock (_gate)
        {
            _holdsCommit = false;
            Monitor.PulseAll(_gate);
        }
    }

    void PassCommit()
    {
        _commitThread ??= Thread.CurrentThread;
        lock (_gate)
        {
            while (_holdsCommit && _commitPermits == 0)
            {
                _isCommitParked = true;
                Monitor.PulseAll(_gate);
                Monitor.Wait(_gate);
            }

            _isCommitParked = false;
            if (_commitPermits > 0)
                _commitPermits--;
        }
    }

    void PassCheckpoint()
    {
        lock (_gate)
        {
            while (!_isOpen && _permits == 0)
            {
                _isCheckpointParked = true;
                Monitor.PulseAll(_gate);
                Monitor.Wait(_gate);
            }

            if (_permits > 0)
                _permits--;
        }
    }

    void WaitForCommit()
    {
        var spin = new SpinWait();
        while (_database is { } database && !EngineInsides.IsIdle(database, _commitThread))
            spin.SpinOnce(sleep1Threshold: 200);
    }
}
