using MarketStore.Storage;
using MarketStore.Trials.PowerCuts.Listening;
using MarketStore.Trials.PowerCuts.Simulation;
using MarketStore.Trials.PowerCuts.Workload;

namespace MarketStore.Trials.PowerCuts;

/// <summary>A process that has the store open, from its start to its stop or its death.</summary>
sealed class Session
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly DiskConnection _connection;
    readonly Turnstile? _turnstile;
    Task _checkpoint = Task.CompletedTask;

    public Session(SimulatedDisk disk, WorkloadPlan plan, LifeListener? listener = null)
    {
        Listener = listener;
        _turnstile = plan.IsOrdered ? new() : null;
        _connection = new(disk) { BeforeChange = _turnstile is null ? null : _turnstile.Pass };
        Database = Database.Open(plan.Options with { CallersCommit = _turnstile is null }, Log, _connection, TimeProvider.System);
        if (listener is not null)
            Database.Listen(listener);
        if (_turnstile is null)
            return;
        _turnstile.Attach(Database);
        if (!Log.HasReplayed)
            return;
        // It cannot have ended: it has not been let through.
        _checkpoint = EngineInsides.NextCheckpointEnd(Database);
        _turnstile.Settle(_checkpoint);
    }

    public Database Database { get; }

    public TrialLog Log { get; } = new();

    /// <summary>Null where nobody listens.</summary>
    public LifeListener? Listener { get; }

    /// <summary>Only where the order is kept: a checkpoint has begun and not ended.</summary>
    public bool IsInCheckpoint => !_checkpoint.IsCompleted;

    public void BeginCheckpoint()
    {
        if (IsInCheckpoint)
            return;
        _checkpoint = _turnstile is null ? CheckpointAfterAnyAsync() : Database.CheckpointAsync();
        _turnstile?.Settle(_checkpoint);
    }

    /// <summary>The first to end may have begun before it was asked for.</summary>
    async Task CheckpointAfterAnyAsync()
    {
        await Database.CheckpointAsync();
        await Database.CheckpointAsync();
    }

    public void AdvanceCheckpoint(int changes)
    {
        if (IsInCheckpoint)
            _turnstile?.Let(changes, _checkpoint);
    }

    public void FinishCheckpoint()
    {
        if (_turnstile is not null)
            _turnstile.Finish(_checkpoint);
        else
            Wait(_checkpoint);
    }

    /// <summary>Runs operations to their ends; where the order is kept, all but the first are one group.</summary>
    public void Run(IReadOnlyList<Func<Task>> operations)
    {
        var tasks = new List<Task>(operations.Count);
        if (_turnstile is not null && operations.Count > 1)
        {
            _turnstile.HoldAt(() => tasks.Add(operations[0]()));
            tasks.AddRange(operations.Skip(1).Select(operation => operation()));
            _turnstile.ReleaseCommit();
        }
        else
        {
            tasks.AddRange(operations.Select(operation => operation()));
        }

        Wait(Task.WhenAll(tasks));
    }

    /// <summary>Begins an operation and kills the process within: where the order is kept, after so many changes of the disk.</summary>
    public void KillWithin(Func<Task> operation, int changes)
    {
        FinishCheckpoint();
        var task = Task.CompletedTask;
        if (_turnstile is not null)
        {
            _turnstile.HoldAt(() => task = operation());
            _turnstile.LetCommit(changes, task);
        }
        else
        {
            task = operation();
        }

        Kill();
        // Nobody hears how it went.
        _ = task.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
    }

    public void Stop()
    {
        FinishCheckpoint();
        Dispose();
    }

    /// <summary>The process dies; the disk keeps all that it was told, as long as it has power.</summary>
    public void Kill()
    {
        Listener?.Die();
        _connection.Cut();
        Dispose();
    }

    static void Wait(Task task)
    {
        try
        {
            task.WaitAsync(Patience).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            throw new TrialFailedException("the store hangs");
        }
    }

    void Dispose()
    {
        _turnstile?.Open();
        Database.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
