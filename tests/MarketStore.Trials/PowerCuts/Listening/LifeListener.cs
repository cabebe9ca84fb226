using MarketStore.Core.Keys;
using MarketStore.Storage.Changes;
using MarketStore.Trials.PowerCuts.Simulation;

namespace MarketStore.Trials.PowerCuts.Listening;

/// <summary>Hears of the changes in the life of one process, and is done with some at once, with others later and with others never. Any thread.</summary>
sealed class LifeListener(SimulatedDisk disk, int seed) : IChangeListener
{
    readonly Lock _gate = new();
    readonly Random _random = new(seed);
    readonly List<ToldChange> _told = [];
    readonly Dictionary<string, Queue<ToldChange>> _unjudged = new(StringComparer.Ordinal);
    List<ToldChange> _missed = [];
    bool _isDead;

    /// <summary>What it was told when it came.</summary>
    public IReadOnlyList<ToldChange> Missed => _missed;

    public IReadOnlyList<ChangedRange> Unfinished
    {
        get
        {
            lock (_gate)
                return [.. _told.Where(change => !change.IsDone).Select(change => change.Range)];
        }
    }

    public void Begin(IReadOnlyList<ChangedRange> missed)
    {
        lock (_gate)
        {
            _missed = [.. missed.Select(range => new ToldChange(range, null))];
            foreach (var change in _missed)
                Add(change);
        }
    }

    public bool Wants(TimeBucketKey key) => true;

    public void Changed(BucketChange change)
    {
        lock (_gate)
        {
            var told = new ToldChange(change.Range, change.Rows);
            Add(told);
            var key = change.Key.ToString();
            if (!_unjudged.TryGetValue(key, out var queue))
                _unjudged[key] = queue = new();
            queue.Enqueue(told);
        }
    }

    /// <summary>Now and then it gets done with what it was told of.</summary>
    public void CatchUp()
    {
        lock (_gate)
        {
            var (isBusy, leavesNone) = (_random.Next(6) > 0, _random.Next(2) == 0);
            foreach (var change in _told.Where(change => !isBusy && !change.IsDone && (leavesNone || _random.Next(2) == 0)).ToList())
                change.Finish(disk.ChangeCount);
        }
    }

    /// <summary>The process is killed: the listener gets done with nothing any more.</summary>
    public void Die()
    {
        lock (_gate)
            _isDead = true;
    }

    /// <summary>The next that it was told of a bucket, once; null when there is none.</summary>
    public ToldChange? Take(string key)
    {
        lock (_gate)
            return _unjudged.TryGetValue(key, out var queue) && queue.TryDequeue(out var told) ? told : null;
    }

    /// <summary>Throws if it was told of what was not taken.</summary>
    public void RequireNothingElse()
    {
        lock (_gate)
        {
            if (_unjudged.Values.FirstOrDefault(queue => queue.Count > 0) is { } queue)
                throw new TrialFailedException($"the listener was told of what nobody did, or twice: {queue.Peek().Range}");
        }
    }

    void Add(ToldChange change)
    {
        _told.Add(change);
        if (_random.Next(2) == 0 && !_isDead)
            change.Finish(disk.ChangeCount);
    }
}
