using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming.RowEncoding;
using MarketStore.Server.Streaming.Sending;

namespace MarketStore.Server.Streaming.Resuming;

/// <summary>
/// Keeps what is published while a subscriber is sent stored rows, in bounds: when it is too much, it is let go, and its places are read again.
/// Used under the hub's lock.
/// </summary>
internal sealed class ResumePlan(long fromEpoch, StreamOptions options, SendBudget budget)
{
    readonly EpochTime _from = new(fromEpoch, 0);
    readonly Dictionary<TimeBucketKey, ResumedBucket> _buckets = [];
    long _heldBytes;
    int _heldFrames;
    long _arrivals;
    bool _isPlanned;

    /// <summary>True from the moment that the stored rows are all sent.</summary>
    public bool IsLive { get; private set; }

    public IEnumerable<ResumedBucket> BucketsToRead => _buckets.Values.Where(bucket => bucket.NeedsReading);

    /// <summary>The buckets that were there; those that come up from now on are live from the start.</summary>
    public void SetBuckets(IEnumerable<TimeBucketKey> keys)
    {
        foreach (var key in keys)
            _buckets.TryAdd(key, new(key, _from));
        _isPlanned = true;
    }

    /// <summary>Returns those of the rows at hand that are to be sent at once, null for none; others are kept, or known to be stored.</summary>
    public FrameBlock? Pass(BatchEncoder rows, StreamFormat format)
    {
        var isKnown = _buckets.TryGetValue(rows.Key, out var bucket);
        if (IsLive && (!isKnown || bucket!.IsNew(rows.Sequence)))
            return rows.Encode(format);
        if (bucket is null)
            _buckets.Add(rows.Key, bucket = new(rows.Key, _isPlanned ? RowPositions.End : _from));
        var published = rows.EncodeWithPositions(format);
        if (bucket.Unread(published) is not { } unread)
            return null;
        if (IsLive)
            return unread.Block;
        Hold(bucket, unread);
        return null;
    }

    /// <summary>A reading of a bucket begins.</summary>
    /// <returns>What to read, and how many rows of just its first position were sent.</returns>
    public (PlaceRun Place, int SentCount) BeginReading(ResumedBucket bucket)
    {
        var read = bucket.BeginReading(out var place, out var sentCount);
        foreach (var rows in read)
            Release(rows);
        return (place, sentCount);
    }

    /// <summary>A reading of a bucket is there; null when the bucket is gone.</summary>
    public void EndReading(ResumedBucket bucket, StoredRows? stored)
    {
        foreach (var read in bucket.EndReading(stored))
            Release(read);
    }

    /// <summary>Returns false when buckets must be read again first; otherwise hands out what was kept and lets all further rows pass.</summary>
    public bool TryGoLive(Action<FrameBlock> send)
    {
        if (BucketsToRead.Any())
            return false;
        foreach (var rows in _buckets.Values.SelectMany(bucket => bucket.Held).OrderBy(rows => rows.Arrival))
            send(rows.Block);
        Forget();
        foreach (var bucket in _buckets.Values)
            bucket.GoLive();
        return IsLive = true;
    }

    /// <summary>Forgets all that is kept.</summary>
    public void Forget()
    {
        foreach (var bucket in _buckets.Values)
            bucket.ForgetHeld();
        budget.Change(-_heldBytes);
        (_heldBytes, _heldFrames) = (0, 0);
    }

    void Hold(ResumedBucket bucket, PublishedRows rows)
    {
        // Half of what may wait for a subscriber, so that there is room for it in the end.
        if (_heldFrames > 0 && (_heldBytes + rows.Block.Bytes.Length > budget.BytesForOne(share: 2) || _heldFrames + rows.Block.FrameCount > options.MaxQueuedFrames / 2))
        {
            foreach (var known in _buckets.Values)
            {
                foreach (var held in known.LetGoHeld())
                    Release(held);
            }

            bucket.Miss(rows);
            BoundMissed();
            return;
        }

        bucket.Hold(rows with { Arrival = _arrivals++ });
        Change(rows.Block, 1);
    }

    void BoundMissed()
    {
        // A bucket with one run has no less.
        for (var (runs, before) = (CountMissed(), int.MaxValue); runs > options.MaxMissedRuns && runs < before; (runs, before) = (CountMissed(), runs))
        {
            foreach (var bucket in _buckets.Values)
                bucket.Coarsen();
        }

        int CountMissed() => _buckets.Values.Sum(bucket => bucket.MissedRuns);
    }

    void Release(PublishedRows rows) => Change(rows.Block, -1);

    void Change(FrameBlock block, int sign)
    {
        _heldBytes += sign * block.Bytes.Length;
        _heldFrames += sign * block.FrameCount;
        budget.Change(sign * block.Bytes.Length);
    }
}
