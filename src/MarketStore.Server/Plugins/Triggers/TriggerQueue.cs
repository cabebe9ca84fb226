using MarketStore.Plugins.Abstractions;
using MarketStore.Storage.Changes;

namespace MarketStore.Server.Plugins.Triggers;

/// <summary>
/// What a trigger has to hear of yet. Bounded: beyond, what changed is kept as a range of time for each bucket, and its rows are let go. Any thread.
/// </summary>
internal sealed class TriggerQueue(TimeProvider clock, long maxBytes)
{
    const int MaxBatchEvents = 20_000;
    const long MaxBatchBytes = 16 << 20;

    readonly Queue<(SharedRows Rows, long Time)> _waiting = new();
    readonly List<ChangedRange> _taken = [];
    readonly object _gate = new();
    bool _isEnding;
    ChangeRanges _ranges = new();
    long _rangesTime;
    long _bytes;
    long _dropped;

    /// <summary>Changes that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count + _ranges.Count;
        }
    }

    /// <summary>True when nothing waits, and nothing that was taken is not done.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _waiting.Count + _ranges.Count + _taken.Count == 0;
        }
    }

    /// <summary>Changes whose rows were let go, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How long the oldest change has waited.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_gate)
            {
                var oldest = _waiting.TryPeek(out var first) ? first.Time : long.MaxValue;
                if (_ranges.Count > 0)
                    oldest = Math.Min(oldest, _rangesTime);
                return oldest == long.MaxValue ? TimeSpan.Zero : clock.GetElapsedTime(oldest);
            }
        }
    }

    /// <summary>All that is not done.</summary>
    public IReadOnlyList<ChangedRange> Unfinished
    {
        get
        {
            lock (_gate)
            {
                var all = new ChangeRanges();
                foreach (var range in (IEnumerable<ChangedRange>)[.. _taken, .. _ranges.All, .. _waiting.Select(item => item.Rows.Change.Range)])
                    all.Add(range);
                return all.All;
            }
        }
    }

    public void Add(SharedRows rows)
    {
        lock (_gate)
        {
            if (_bytes + rows.Bytes > maxBytes && _waiting.Count > 0)
            {
                AddRange(rows.Change.Range);
                rows.Release();
                _dropped++;
            }
            else
            {
                _waiting.Enqueue((rows, clock.GetTimestamp()));
                _bytes += rows.Bytes;
            }

            Monitor.Pulse(_gate);
        }
    }

    public void Add(IEnumerable<ChangedRange> ranges)
    {
        lock (_gate)
        {
            foreach (var range in ranges)
                AddRange(range);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until there is something to take; returns false at the end.</summary>
    public bool Wait()
    {
        lock (_gate)
        {
            while (!_isEnding && _waiting.Count + _ranges.Count == 0)
                Monitor.Wait(_gate);
            return !_isEnding;
        }
    }

    /// <summary>Waits no longer. What is not done stays unfinished.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isEnding = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes what comes next, all of one origin; nothing when there is nothing. What was taken is not done until <see cref="Finish"/>.</summary>
    /// <param name="held">Takes what the events' rows are held by, for the caller to release.</param>
    public List<TriggerEvent> Take(List<SharedRows> held)
    {
        var events = new List<TriggerEvent>();
        lock (_gate)
        {
            while (events.Count < MaxBatchEvents && _ranges.TryTake(out var range))
            {
                events.Add(new(range.Key, range.First, range.Last, 0, null));
                _taken.Add(range);
            }

            // Ranges come of nobody; the others are taken as long as they come of the same.
            var origin = events.Count > 0 ? null : _waiting.TryPeek(out var next) ? next.Rows.Change.Origin : null;
            for (var bytes = 0L; events.Count < MaxBatchEvents && bytes < MaxBatchBytes && _waiting.TryPeek(out var item) && Equals(item.Rows.Change.Origin, origin);)
            {
                _waiting.Dequeue();
                var change = item.Rows.Change;
                events.Add(new(change.Key, change.Range.First, change.Range.Last, change.Sequence, change.Rows));
                _taken.Add(change.Range);
                held.Add(item.Rows);
                bytes += item.Rows.Bytes;
                _bytes -= item.Rows.Bytes;
            }
        }

        return events;
    }

    /// <summary>What was taken is done, or is to come again as ranges.</summary>
    public void Finish(bool isDone)
    {
        lock (_gate)
        {
            if (!isDone)
                _taken.ForEach(AddRange);
            _taken.Clear();
        }
    }

    void AddRange(ChangedRange range)
    {
        if (_ranges.Count == 0)
            _rangesTime = clock.GetTimestamp();
        _ranges.Add(range);
    }
}
