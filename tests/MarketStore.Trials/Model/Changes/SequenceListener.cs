using MarketStore.Core.Keys;
using MarketStore.Storage.Changes;

namespace MarketStore.Trials.Model.Changes;

/// <summary>
/// Hears of the changes in the life of one process. It is done with some at once, with others later and with others never, as its seed says; what it was not done with
/// must be told to the listener of the next process. Any thread.
/// </summary>
sealed class SequenceListener(int seed) : IChangeListener
{
    readonly Lock _gate = new();
    readonly Random _random = new(seed);
    readonly List<HeardChange> _heard = [];
    readonly Dictionary<string, Queue<HeardChange>> _unjudged = new(StringComparer.Ordinal);
    readonly List<(int Step, string Path)> _removals = [];
    IReadOnlyList<ChangedRange> _missed = [];
    long _lastSequence;
    int _lastStep;
    string? _fault;

    /// <summary>True when a checkpoint is to come before anybody listens.</summary>
    public bool ComesLate { get; } = seed % 4 == 0;

    public IReadOnlyList<ChangedRange> Unfinished
    {
        get
        {
            lock (_gate)
                return [.. _heard.Where(change => !change.IsDone).Select(change => change.Range)];
        }
    }

    public void Begin(IReadOnlyList<ChangedRange> missed)
    {
        lock (_gate)
        {
            _missed = missed;
            foreach (var range in missed.Where(range => Wants(range.Key)))
                _heard.Add(new(range, null) { IsDone = _random.Next(2) == 0 });
        }
    }

    public bool Wants(TimeBucketKey key) => Wants(key.ToString());

    public void Changed(BucketChange change)
    {
        lock (_gate)
        {
            if (change.Sequence <= _lastSequence)
                _fault ??= FormattableString.Invariant($"{change.Key}: change {change.Sequence} was told behind {_lastSequence}");
            _lastSequence = change.Sequence;
            var heard = new HeardChange(change.Range, change.Rows) { IsDone = _random.Next(2) == 0 };
            _heard.Add(heard);
            var key = change.Key.ToString();
            if (!_unjudged.TryGetValue(key, out var queue))
                _unjudged[key] = queue = new();
            queue.Enqueue(heard);
        }
    }

    /// <summary>Now and then it gets done with what it was told of.</summary>
    public void CatchUp()
    {
        lock (_gate)
        {
            var (isBusy, mostLeft) = (_random.Next(6) > 0, _random.Next(2));
            foreach (var change in _heard.Where(change => !isBusy && !change.IsDone))
                change.IsDone = mostLeft == 0 || _random.Next(2) == 0;
        }
    }

    /// <summary>Throws unless the listener was told exactly of what a step did, of each bucket behind what it was told of it before.</summary>
    /// <param name="due">What it was to be told.</param>
    /// <param name="removed">The path that the step removed with all below it, or null.</param>
    /// <returns>The step's number; later ones have higher ones.</returns>
    public int Judge(IReadOnlyList<ExpectedChange> due, string? removed)
    {
        lock (_gate)
        {
            var step = ++_lastStep;
            foreach (var change in due.Where(change => Wants(change.Key)))
            {
                if (!_unjudged.TryGetValue(change.Key, out var queue) || !queue.TryDequeue(out var heard))
                    throw new TrialFailedException($"the listener was not told of {change}");
                if (change.DifferenceTo(heard) is { } difference)
                    throw new TrialFailedException(difference);
                heard.Step = step;
            }

            if (removed is not null)
                _removals.Add((step, removed));
            return step;
        }
    }

    /// <summary>Throws if it was told of what no step did, or out of order.</summary>
    public void RequireNothingElse()
    {
        lock (_gate)
        {
            if (_fault is not null)
                throw new TrialFailedException(_fault);
            if (_unjudged.Values.FirstOrDefault(queue => queue.Count > 0) is { } queue)
                throw new TrialFailedException($"the listener was told of what nobody did, or twice: {queue.Peek()}");
        }
    }

    /// <summary>The process is killed at this moment: what comes later was never done.</summary>
    public void Mark()
    {
        lock (_gate)
        {
            foreach (var change in _heard)
                change.WasDone = change.IsDone;
        }
    }

    /// <summary>What the marked moment left to be told again: all that was not done, but for what a kill undid, and for buckets that were removed since.</summary>
    public List<ChangedRange> Left(IReadOnlySet<int> undone)
    {
        lock (_gate)
        {
            var removals = _removals.FindAll(removal => !undone.Contains(removal.Step));
            return [.. _heard.Where(change => !change.WasDone && !undone.Contains(change.Step) && !removals.Exists(removal => removal.Step > change.Step && IsBelow(change.Range.Key.ToString(), removal.Path))).Select(change => change.Range)];
        }
    }

    /// <summary>Throws unless all of it was told when the listener came.</summary>
    public void RequireMissed(IReadOnlyList<ChangedRange> left)
    {
        if (MissedRanges.FirstNotIn(_missed, left) is { } range)
            throw new TrialFailedException($"of {range} nobody was done before the stop or the kill, and the next listener was told only of {string.Join(", ", _missed.Where(known => known.Key.Equals(range.Key)).Select(known => $"{known}").DefaultIfEmpty("other buckets"))}");
    }

    static bool IsBelow(string key, string path) => key == path || key.StartsWith(path + "/", StringComparison.Ordinal);

    bool Wants(string key) => (key.Sum(character => character) + seed) % 8 != 0;
}
