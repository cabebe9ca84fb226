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

    // By who led to them: as ranges too, a trigger's own changes are not told to it. Few, and few have more than one.
    readonly List<OriginRanges> _ranges = [];
    object? _takenOrigin;
    long _takenTime;
    bool _isEnding;
    long _bytes;
    long _dropped;

    /// <summary>Changes that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count + RangeCount;
        }
    }

    /// <summary>True when nothing waits, and nothing that was taken is not done.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _waiting.Count + RangeCount + _taken.Count == 0;
        }
    }

    /// <summary>Changes whose rows were let go, since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    int RangeCount => _ranges.Sum(part => part.Ranges.Count);

    /// <summary>How long the oldest change that is not done has waited.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_gate)
            {
                var oldest = _waiting.TryPeek(out var first) ? first.Time : long.MaxValue;
                foreach (var part in _ranges)
                    oldest = Math.Min(oldest, part.Time);
                if (_taken.Count > 0)
                    oldest = Math.Min(oldest, _takenTime);
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
                foreach (var range in (IEnumerable<ChangedRange>)[.. _taken, .. _ranges.SelectMany(part => part.Ranges.All), .. _waiting.Select(item => item.Rows.Change.Range)])
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
                AddRange(rows.Change.Range, rows.Change.Origin, clock.GetTimestamp());
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
                AddRange(range, origin: null, clock.GetTimestamp());
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until there is something to take; returns false at the end.</summary>
    public bool Wait()
    {
        lock (_gate)
        {
            while (!_isEnding && _waiting.Count + RangeCount == 0)
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
    /// <param name="origin">Who led to all of it.</param>
    public List<TriggerEvent> Take(List<SharedRows> held, out object? origin)
    {
        var events = new List<TriggerEvent>();
        lock (_gate)
        {
            _takenTime = long.MaxValue;
            origin = _ranges.Count > 0 ? _ranges[0].Origin : _waiting.TryPeek(out var next) ? next.Rows.Change.Origin : null;
            _takenOrigin = origin;
            if (_ranges.Count > 0)
                TakeRanges(_ranges[0], events);
            for (var bytes = 0L; events.Count < MaxBatchEvents && bytes < MaxBatchBytes && _waiting.TryPeek(out var item) && Equals(item.Rows.Change.Origin, origin);)
            {
                _waiting.Dequeue();
                var change = item.Rows.Change;
                events.Add(new(change.Key, change.Range.First, change.Range.Last, change.Sequence, change.Rows) { IsRemoval = change.Range.IsRemoval });
                _taken.Add(change.Range);
                held.Add(item.Rows);
                bytes += item.Rows.Bytes;
                _bytes -= item.Rows.Bytes;
                _takenTime = Math.Min(_takenTime, item.Time);
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
                _taken.ForEach(range => AddRange(range, _takenOrigin, _takenTime));
            _taken.Clear();
        }
    }

    void TakeRanges(OriginRanges part, List<TriggerEvent> events)
    {
        _takenTime = part.Time;
        while (events.Count < MaxBatchEvents && part.Ranges.TryTake(out var range))
        {
            events.Add(new(range.Key, range.First, range.Last, 0, null) { IsRemoval = range.IsRemoval });
            _taken.Add(range);
        }

        if (part.Ranges.Count == 0)
            _ranges.Remove(part);
    }

    void AddRange(ChangedRange range, object? origin, long time)
    {
        var part = _ranges.Find(known => Equals(known.Origin, origin));
        if (part is null)
            _ranges.Add(part = new(origin) { Time = time });
        part.Time = Math.Min(part.Time, time);
        part.Ranges.Add(range);
    }

    /// <summary>What is known by its range alone, of one origin.</summary>
    sealed class OriginRanges(object? origin)
    {
        public object? Origin => origin;

        public ChangeRanges Ranges { get; } = new();

        /// <summary>Since when the oldest of them has waited.</summary>
        public long Time { get; set; }
    }
}
