using MarketStore.Core.Keys;
using MarketStore.Core.Series;

namespace MarketStore.Server.Streaming;

/// <summary>How far a subscriber that resumes has got with one bucket. What says so is used under the hub's lock, the rest by the one task that reads stored rows.</summary>
internal sealed class ResumedBucket(TimeBucketKey key)
{
    // More batches than these are taken for one: then rows that are older than others may come twice.
    const int MaxMissedBatches = 64;

    readonly List<(long Sequence, RowPosition First)> _missed = [];
    RowPosition? _last;
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
    public bool NeedsReading => !IsOpen || _missed.Count > 0;

    /// <summary>Under the lock. A bucket that came up later needs no reading: all of its batches come live.</summary>
    public static ResumedBucket Young(TimeBucketKey key) => new(key) { IsOpen = true };

    /// <summary>Under the lock. Rows of a batch pass that nobody keeps: they must be read.</summary>
    public void Miss(FrameBlock block)
    {
        if (block.Sequence <= SnapshotSequence)
            return;
        if (_missed.Count > 0 && (_missed[^1].Sequence == block.Sequence || _missed.Count == MaxMissedBatches))
            _missed[^1] = (block.Sequence, Earlier(_missed[^1].First, block.First));
        else
            _missed.Add((block.Sequence, block.First));
    }

    /// <summary>Under the lock. Where to read from: behind what was sent, or before it where rows were written there meanwhile.</summary>
    /// <returns>The position, and how many rows of just that position were sent.</returns>
    public (RowPosition From, int SentCount) BeginReading(long fromEpoch)
    {
        var changed = RowPosition.End;
        // Before the first reading, what was missed is the same as what was stored.
        if (IsOpen)
        {
            foreach (var (_, first) in _missed)
                changed = Earlier(changed, first);
        }

        IsOpen = false;
        if (_last is not { } last)
            return (Earlier(new(fromEpoch, int.MinValue), changed), 0);
        if (changed > last || (changed == last && _isVariable))
            return (last, _lastCount);
        (_last, _lastCount) = (null, 0);
        return (changed, 0);
    }

    /// <summary>Under the lock. A snapshot is there: what it holds is not missed any more.</summary>
    /// <param name="sequence">Its last batch; null when the bucket is gone, and with it what was missed.</param>
    public void EndReading(long? sequence)
    {
        if (sequence is { } last)
        {
            SnapshotSequence = Math.Max(SnapshotSequence, last);
            _missed.RemoveAll(missed => missed.Sequence <= last);
        }
        else
        {
            if (_missed.Count > 0)
                SnapshotSequence = _missed[^1].Sequence;
            _missed.Clear();
        }

        IsOpen = true;
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

    static RowPosition Earlier(RowPosition left, RowPosition right) => right < left ? right : left;
}
