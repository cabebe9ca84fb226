using MarketStore.Core.Keys;
using MarketStore.Core.Series;

namespace MarketStore.Plugins.Streaming;

/// <summary>
/// Keeps bars until their time is over. A newer one takes the place of one with the same deadline; one with another deadline goes out at its own. Any thread.
/// </summary>
internal sealed class Shelf : IDisposable
{
    /// <summary>Beyond, bars whose time is not over are not kept: nobody writes so many at once but by mistake.</summary>
    const int MaxBars = 1_000_000;

    readonly TimeProvider _clock;
    readonly Action<TimeBucketKey, ColumnSeries, long> _push;
    readonly Dictionary<(TimeBucketKey Key, long Deadline), (ColumnSeries Row, long Sequence)> _bars = [];
    readonly PriorityQueue<(TimeBucketKey Key, long Deadline), long> _due = new();
    readonly ITimer _timer;
    readonly Lock _gate = new();

    /// <param name="clock">Tells when.</param>
    /// <param name="push">Takes a bar whose time is over.</param>
    public Shelf(TimeProvider clock, Action<TimeBucketKey, ColumnSeries, long> push)
    {
        (_clock, _push) = (clock, push);
        _timer = clock.CreateTimer(_ => PushDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Keeps one row of others, which stay the caller's.</summary>
    /// <param name="key">Its bucket.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="deadline">When its time is over, in seconds since 1970.</param>
    /// <param name="sequence">That of its change.</param>
    public void Put(TimeBucketKey key, ColumnSeries rows, int row, long deadline, long sequence)
    {
        var copy = RowSelection.Take(rows, [row]);
        lock (_gate)
        {
            var isNew = !_bars.ContainsKey((key, deadline));
            if (isNew && _bars.Count >= MaxBars)
                return;
            _bars[(key, deadline)] = (copy, sequence);
            if (isNew)
                _due.Enqueue((key, deadline), deadline);
            Schedule();
        }
    }

    public void Dispose() => _timer.Dispose();

    void PushDue()
    {
        while (true)
        {
            (TimeBucketKey Key, ColumnSeries Row, long Sequence) bar;
            lock (_gate)
            {
                if (!_due.TryPeek(out var next, out var deadline) || deadline > _clock.GetUtcNow().ToUnixTimeSeconds())
                {
                    Schedule();
                    return;
                }

                _due.Dequeue();
                _bars.Remove(next, out var found);
                bar = (next.Key, found.Row, found.Sequence);
            }

            _push(bar.Key, bar.Row, bar.Sequence);
        }
    }

    /// <summary>Under the gate.</summary>
    void Schedule()
    {
        if (!_due.TryPeek(out _, out var deadline))
            return;
        var wait = DateTimeOffset.FromUnixTimeSeconds(deadline) - _clock.GetUtcNow();
        // Timers take up to 49 days; a deadline further away is looked at again.
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : wait, Timeout.InfiniteTimeSpan);
    }
}
