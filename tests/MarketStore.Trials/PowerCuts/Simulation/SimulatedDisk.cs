namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>
/// A disk in memory that writes down everything that happens to it, so that what a power cut would leave can be made afterwards, for any moment and as often as wanted.
/// A process has a <see cref="DiskConnection"/> to it, and loses it when it is killed. Any thread.
/// </summary>
sealed class SimulatedDisk
{
    readonly DiskTree _tree;
    readonly List<DiskChange> _changes = [];
    readonly HashSet<int> _flushedOnce = [];
    readonly Random _chance;
    FlushKind? _failing;

    /// <param name="start">What is on the disk, all of it durable.</param>
    public SimulatedDisk(DiskTree start, int seed) => (Start, _tree, _chance) = (start, start.Clone(), new Random(seed));

    public DiskTree Start { get; }

    public Lock Gate { get; } = new();

    /// <summary>With <see cref="Gate"/> held, as all that follows, but for <see cref="ChangeCount"/> and <see cref="FailNext"/>.</summary>
    public DiskTree Tree => _tree;

    /// <summary>To be read when nobody uses the disk any more.</summary>
    public IReadOnlyList<DiskChange> Changes => _changes;

    public int ChangeCount
    {
        get
        {
            lock (Gate)
                return _changes.Count;
        }
    }

    /// <summary>Has the next flush of a kind fail; null takes it back. Returns false when the one before has not failed yet.</summary>
    public bool FailNext(FlushKind? kind)
    {
        lock (Gate)
        {
            var hasFailed = _failing is null;
            _failing = kind;
            return hasFailed;
        }
    }

    public void Record(DiskChange change) => _changes.Add(change);

    /// <summary>True when a flush of this kind is to fail, once.</summary>
    public bool TakeFailure(FlushKind kind)
    {
        if (_failing != kind)
            return false;
        _failing = null;
        return true;
    }

    public int NextChance() => _chance.Next();

    /// <summary>True for the first flush of a file.</summary>
    public bool IsFirstFlush(int file) => _flushedOnce.Add(file);
}
