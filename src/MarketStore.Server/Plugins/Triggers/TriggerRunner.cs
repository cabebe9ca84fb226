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
    int _failuresInARow;

    public TriggerRunner(string name, ITrigger trigger, TriggerPattern pattern, PluginActivity activity, TriggerOptions options, TimeProvider clock, ILogger log)
    {
        (Name, _trigger, _pattern, _activity, _clock, _log) = (name, trigger, pattern, activity, clock, log);
        Queue = new(clock, options.MaxQueueBytes);
        _thread = new(Run) { Name = name, IsBackground = true };
    }

    public string Name { get; }

    public TriggerQueue Queue { get; }

    public PluginActivity Activity => _activity;

    /// <summary>The one that the runner's own writes are marked with.</summary>
    public TriggerChain? Cause { get; private set; }

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

    /// <summary>Tells the trigger to end; returns false when it has not by the deadline, and is left to itself.</summary>
    public bool Stop(TimeSpan deadline)
    {
        Queue.End();
        _stop.Cancel();
        return !_thread.IsAlive || _thread.Join(deadline);
    }

    /// <summary>After the stop.</summary>
    public void Dispose()
    {
        if (_thread.IsAlive)
            return;
        _stop.Dispose();
        (_trigger as IDisposable)?.Dispose();
    }

    void Run()
    {
        var held = new List<SharedRows>();
        while (Queue.Wait())
        {
            try
            {
                if (Queue.Take(held) is { Count: > 0 } events)
                    Fire(events, held);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) // A defect of ours must not end the thread.
            {
                _log.LogCritical(error, "the thread of trigger {Name} failed", Name);
            }
        }
    }

    void Fire(List<TriggerEvent> events, List<SharedRows> held)
    {
        var isDone = false;
        try
        {
            Cause = new(this, held.Count > 0 ? held[0].Change.Origin as TriggerChain : null);
            using (_activity.Begin())
                _trigger.FireAsync(events, _stop.Token).AsTask().GetAwaiter().GetResult();
            _failuresInARow = 0;
            isDone = true;
        }
        catch (Exception error) when (!_stop.IsCancellationRequested)
        {
            isDone = GivesUp(error, events);
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

    bool GivesUp(Exception error, List<TriggerEvent> events)
    {
        _activity.CountFailure();
        _failuresInARow++;
        if (_failuresInARow < MaxAttempts)
        {
            _log.LogError(error, "trigger {Name} failed; what it was told comes again", Name);
            return false;
        }

        _failuresInARow = 0;
        _log.LogError(error, "trigger {Name} failed {Attempts} times in a row and is not told again of {Count} changes, of {Key} first", Name, MaxAttempts, events.Count, events[0].Key);
        return true;
    }

    void Pause()
    {
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(_failuresInARow - 1, 10)));
        using var waited = new CancellationTokenSource(pause, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(waited.Token, _stop.Token);
        either.Token.WaitHandle.WaitOne();
    }
}
