using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MarketStore.Sql.Engine;

/// <summary>
/// Engines for statements: each statement has one to itself, with its own bounds of memory and threads, so that none takes from another. Started when they are needed;
/// some are kept for the next, one of them for good and the others for a minute.
/// </summary>
internal sealed class EnginePool : IDisposable
{
    const int MaxIdle = 2;

    /// <summary>An engine that holds more after its statement is not kept: the system does not get back all that was freed.</summary>
    const long MaxIdleBytes = 256L << 20;

    static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    readonly SqlOptions _options;
    readonly ILogger _log;
    readonly ISqlMetrics? _metrics;
    readonly SemaphoreSlim _turns;
    readonly List<EngineProcess> _idle = [];
    readonly Timer _timer;
    readonly Lock _gate = new();
    int _openCount;
    bool _isDisposed;

    public EnginePool(SqlOptions options, ILogger log, ISqlMetrics? metrics)
    {
        (_options, _log, _metrics, _turns) = (options, log, metrics, new(options.MaxStatements));
        _timer = new(_ => EndIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for a turn.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _turns.WaitAsync(cancellationToken);

    /// <summary>Ends a turn.</summary>
    public void EndTurn() => _turns.Release();

    /// <summary>An engine for one statement that has its turn.</summary>
    /// <exception cref="Core.Errors.MarketStoreException">None starts.</exception>
    public EngineProcess Take()
    {
        while (TryTakeIdle() is { } idle)
        {
            if (!idle.HasEnded)
                return idle;
            Drop(idle);
        }

        return Start();
    }

    public void Return(EngineProcess engine)
    {
        engine.Tables = null;
        if (!engine.IsUsable || engine.HasEnded || engine.MemoryBytes > MaxIdleBytes || !TryKeep(engine))
            Drop(engine);
    }

    public void Dispose()
    {
        List<EngineProcess> idle;
        lock (_gate)
        {
            _isDisposed = true;
            idle = [.. _idle];
            _idle.Clear();
        }

        _timer.Dispose();
        foreach (var engine in idle)
            Drop(engine);
        // A statement may still be at work, and gives its turn back.
    }

    EngineProcess Start()
    {
        var start = Stopwatch.GetTimestamp();
        var engine = EngineProcess.Start(_options);
        _log.LogInformation("sql engine {ProcessId} started in {Milliseconds:0} ms", engine.ProcessId, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        _metrics?.EnginesChanged(Interlocked.Increment(ref _openCount));
        return engine;
    }

    EngineProcess? TryTakeIdle()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_idle.Count == 0)
                return null;
            // The one that was at work last is the quickest.
            var engine = _idle[^1];
            _idle.RemoveAt(_idle.Count - 1);
            return engine;
        }
    }

    bool TryKeep(EngineProcess engine)
    {
        lock (_gate)
        {
            if (_isDisposed || _idle.Count >= MaxIdle)
                return false;
            _idle.Add(engine);
            if (_idle.Count > 1)
                _timer.Change(IdleTime, Timeout.InfiniteTimeSpan);
            return true;
        }
    }

    void EndIdle()
    {
        List<EngineProcess> spare;
        lock (_gate)
        {
            spare = [.. _idle.SkipLast(1)];
            _idle.RemoveRange(0, spare.Count);
        }

        foreach (var engine in spare)
            Drop(engine);
    }

    void Drop(EngineProcess engine)
    {
        if (engine.EndReason is { } reason)
            _log.LogWarning("sql engine {ProcessId} ended: {Reason}", engine.ProcessId, reason);
        else
            _log.LogDebug("sql engine {ProcessId} is not kept", engine.ProcessId);
        engine.Dispose();
        _metrics?.EnginesChanged(Interlocked.Decrement(ref _openCount));
    }
}
