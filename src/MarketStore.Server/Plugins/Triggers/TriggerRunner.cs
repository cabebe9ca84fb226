using MarketStore.Core.Keys;
using MarketStore.Plugins.Abstractions;
using Microsoft.Extensions.Logging;

namespace MarketStore.Server.Plugins.Triggers;

/// <summary>
/// Runs one trigger on a thread of its own: what it throws is logged and comes again after a while, what it does not return from holds nobody else up.
/// </summary>
internal sealed class TriggerRunner : IDisposable
{
    const int MaxAttempts = 6;

    static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    readonly ITrigger _trigger;
    readonly TriggerPattern _pattern;
    readonly PluginActivity _activity;
    readonly ILogger _log;
    readonly TimeProvider _clock;
    readonly CancellationTokenSource _stop = new();
    readonly Thread _thread;
    readonly TriggerChain _itself;
    readonly PluginEnd _end;

    // Goes along with whatever a call starts and does not wait for.
    readonly AsyncLocal<TriggerChain?> _cause = new();
    Task _cancelling = Task.CompletedTask;
    int _failuresInARow;

    public TriggerRunner(string name, ITrigger trigger, TriggerPattern pattern, PluginActivity activity, TriggerOptions options, TimeProvider clock, ILogger log)
    {
        (Name, _trigger, _pattern, _activity, _clock, _log) = (name, trigger, pattern, activity, clock, log);
        Queue = new(clock, options.MaxQueueBytes);
        _end = new($"trigger {name}", log);
        _itself = new(this, null);
        _thread = new(Run) { Name = name, IsBackground = true };
    }

    public string Name { get; }

    public TriggerQueue Queue { get; }

    public PluginActivity Activity => _activity;

    /// <summary>The one that the runner's own writes are marked with, by whom they are: the call that led to them, or none.</summary>
    public TriggerChain Cause => _cause.Value ?? _itself;

    public bool Wants(TimeBucketKey key) => _pattern.Matches(key);

    public void Start() => _thread.Start();

    /// <summary>Takes a change, or refuses one that comes of what this trigger wrote itself.</summary>
    public void Offer(SharedRows rows)
    {
        if (rows.Change.Origin is TriggerChain chain && chain.Holds(this))
        {
            if (_activity.CountLoop() == 1)
                _log.LogWarning("trigger {Name} writes into {Key}, which it hears of itself: such writes are not told to it", Name, rows.Change.Key);
            rows.Release();
            return;
        }

        Queue.Add(rows);
    }

    /// <summary>Tells the trigger to end, and does not wait for it.</summary>
    public void BeginStop()
    {
        Queue.End();
        _cancelling = _end.CancelAsync(_stop);
    }

    /// <summary>Waits for the end; returns false when it has not come by the deadline, and the trigger is left to itself.</summary>
    public bool Join(TimeSpan deadline) => !_thread.IsAlive || _thread.Join(deadline);

    /// <summary>After the stop.</summary>
    public void Dispose()
    {
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
            DisposeTrigger();
        if (!_thread.IsAlive && _cancelling.IsCompleted)
            _stop.Dispose();
    }

    void Run()
    {
        var held = new List<SharedRows>();
        while (Queue.Wait())
        {
            try
            {
                if (Queue.Take(held, out var origin) is { Count: > 0 } events)
                    Fire(events, origin, held);
            }
            catch (Exception error) // A defect of ours must not end the thread.
            {
                _log.LogCritical(error, "the thread of trigger {Name} failed", Name);
            }
        }

        DisposeTrigger();
    }

    void Fire(List<TriggerEvent> events, object? origin, List<SharedRows> held)
    {
        var isDone = false;
        try
        {
            _cause.Value = new(this, origin as TriggerChain);
            isDone = TryCall(events, out var error) || (error is not null && GivesUp(error, events));
        }
        finally
        {
            Queue.Finish(isDone);
            held.ForEach(rows => rows.Release());
            held.Clear();
        }

        if (!isDone)
            Pause();
    }

    /// <summary>Returns false when the trigger fails, with what it throws; with nothing when it does so because it is told to end.</summary>
    bool TryCall(IReadOnlyList<TriggerEvent> events, out Exception? error)
    {
        error = null;
        try
        {
            using (_activity.Begin())
                _trigger.FireAsync(events, _stop.Token).AsTask().GetAwaiter().GetResult();
            _failuresInARow = 0;
            return true;
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception thrown)
        {
            _activity.CountFailure();
            error = thrown;
            return false;
        }
    }

    bool GivesUp(Exception error, List<TriggerEvent> events)
    {
        _failuresInARow++;
        if (_failuresInARow < MaxAttempts)
        {
            _log.LogError(error, "trigger {Name} failed; what it was told comes again", Name);
            return false;
        }

        var left = new List<TriggerEvent>();
        if (!TrySalvage(events, left))
            return false;
        _failuresInARow = 0;
        _log.LogError(error, "trigger {Name} failed {Attempts} times in a row and is not told again of {Count} changes, of {Key} first", Name, MaxAttempts, left.Count, left.Count > 0 ? left[0].Key : events[0].Key);
        return true;
    }

    /// <summary>One change that a trigger cannot take keeps no others from it: they are told by halves, until only those are left that it fails for. False at the stop.</summary>
    bool TrySalvage(List<TriggerEvent> events, List<TriggerEvent> left)
    {
        if (events.Count == 1)
        {
            left.Add(events[0]);
            return true;
        }

        foreach (var half in (List<TriggerEvent>[])[events[..(events.Count / 2)], events[(events.Count / 2)..]])
        {
            if (!TryCall(half, out var error) && (error is null || !TrySalvage(half, left)))
                return false;
        }

        return true;
    }

    /// <summary>On the trigger's thread, so that one that does not return from this holds nobody up either.</summary>
    void DisposeTrigger() => _end.DisposeAsync(_trigger).GetAwaiter().GetResult();

    void Pause()
    {
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(_failuresInARow - 1, 0, 10)));
        using var waited = new CancellationTokenSource(pause, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waited.Token, _stop.Token);
        either.Token.WaitHandle.WaitOne();
    }
}
