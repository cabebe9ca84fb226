using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;

namespace MarketStore.Server.Streaming;

/// <summary>How far a subscriber that resumes has got with one bucket. What says so is used under the hub's lock, the rest by the one task that reads stored rows.</summary>
internal sealed class ResumedBucket(TimeBucketKey key)
{
    // While a snapshot is being taken. Further ones are taken for one with the last: then rows may come twice.
    const int MaxMissedMeanwhile = 4_096;

    static readonly Missed None = new(long.MinValue, RowPositions.End);

    readonly List<Missed> _meanwhile = [];
    Missed _missed = None;
    // What the snapshot being taken is to hold.
    Missed _expected = None;
    bool _isTakingSnapshot;
    EpochTime? _last;
    int _lastCount;
    bool _isVariable;

    public TimeBucketKey Key => key;

    /// <summary>Under the lock. Batches up to this one are among the stored rows.</summary>
    public long SnapshotSequence { get; private set; } = long.MinValue;

    /// <summary>Under the lock. False while no snapshot says which batches are needed besides it.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Under the lock. Blocks that the plan keeps.</summary>
    public int HeldCount { get; set; }

    /// <summary>Under the lock.</summary>
    public bool NeedsReading => !IsOpen || _missed != None;

    /// <summary>Under the lock. A bucket that came up later needs no reading: all of its batches come live.</summary>
    public static ResumedBucket Young(TimeBucketKey key) => new(key) { IsOpen = true };

    /// <summary>Under the lock. Rows pass that nobody keeps: they must be read.</summary>
    public void Miss(FrameBlock block)
    {
        if (block.Sequence <= SnapshotSequence)
            return;
        var missed = new Missed(block.Sequence, block.First);
        if (!_isTakingSnapshot)
            _missed = _missed.And(missed);
        else if (_meanwhile.Count < MaxMissedMeanwhile)
            _meanwhile.Add(missed);
        else
            _meanwhile[^1] = _meanwhile[^1].And(missed);
    }

    /// <summary>Under the lock. Where to read from: behind what was sent, or before it where rows were written there meanwhile.</summary>
    /// <returns>The position, and how many rows of just that position were sent.</returns>
    public (EpochTime From, int SentCount) BeginReading(long fromEpoch)
    {
        // Before the first reading, what was missed is the same as what was stored.
        var changed = IsOpen ? _missed.First : RowPositions.End;
        // All that was published can be read, so what was missed up to here will be in the snapshot.
        (_expected, _missed) = (_missed, None);
        (IsOpen, _isTakingSnapshot) = (false, true);
        if (_last is not { } last)
            return (RowPositions.Min(new(fromEpoch, int.MinValue), changed), 0);
        if (changed > last || (changed == last && _isVariable))
            return (last, _lastCount);
        (_last, _lastCount) = (null, 0);
        return (changed, 0);
    }

    /// <summary>Under the lock. A snapshot is there: what it holds is not missed any more.</summary>
    /// <param name="sequence">Its last batch; null when the bucket is gone, and with it what was missed.</param>
    public void EndReading(long? sequence)
    {
        foreach (var missed in _meanwhile.Prepend(_expected))
        {
            if (sequence is null)
                SnapshotSequence = Math.Max(SnapshotSequence, missed.Through);
            else if (missed.Through > sequence)
                _missed = _missed.And(missed);
        }

        SnapshotSequence = Math.Max(SnapshotSequence, sequence ?? long.MinValue);
        _meanwhile.Clear();
        (IsOpen, _isTakingSnapshot) = (true, false);
    }

    /// <summary>Rows were sent.</summary>
    public void Sent(ColumnSeries rows, int startRow, int rowCount)
    {
        var positions = new RowPositions(rows);
        _isVariable = positions.AreVariable;
        for (var row = startRow; row < startRow + rowCount; row++)
        {
            _lastCount = _last == positions[row] ? _lastCount + 1 : 1;
            _last = positions[row];
        }
    }

    /// <summary>Batches that must be read.</summary>
    /// <param name="Through">The last one's sequence.</param>
    /// <param name="First">The least position of their rows.</param>
    readonly record struct Missed(long Through, EpochTime First)
    {
        public Missed And(Missed other) => new(Math.Max(Through, other.Through), RowPositions.Min(First, other.First));
    }
}
