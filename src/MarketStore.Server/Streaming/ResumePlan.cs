using MarketStore.Core.Keys;
using MarketStore.Core.Time;

namespace MarketStore.Server.Streaming;

/// <summary>
/// Keeps what is published while a subscriber is sent stored rows, in bounds: when it is too much, it is let go, and the buckets are read once more from where they were.
/// Used under the hub's lock.
/// </summary>
internal sealed class ResumePlan(StreamOptions options)
{
    readonly Dictionary<TimeBucketKey, ResumedBucket> _buckets = [];
    readonly Queue<(ResumedBucket Bucket, FrameBlock Block)> _held = new();
    long _heldBytes;
    int _heldFrames;
    bool _isPlanned;

    /// <summary>True from the moment that the stored rows are all sent.</summary>
    public bool IsLive { get; private set; }

    public IEnumerable<ResumedBucket> BucketsToRead => _buckets.Values.Where(bucket => bucket.NeedsReading);

    /// <summary>The buckets that were there; those that come up from now on are live from the start.</summary>
    public void SetBuckets(IEnumerable<TimeBucketKey> keys)
    {
        foreach (var key in keys)
            _buckets.TryAdd(key, new(key));
        _isPlanned = true;
    }

    /// <summary>Returns true for rows to send at once; others are kept, or known to be stored.</summary>
    public bool TryPass(FrameBlock block)
    {
        var key = block.Key!;
        if (IsLive)
            return !_buckets.TryGetValue(key, out var resumed) || block.Sequence > resumed.SnapshotSequence;
        if (!_buckets.TryGetValue(key, out var bucket))
            _buckets.Add(key, bucket = _isPlanned ? ResumedBucket.Young(key) : new(key));
        if (!bucket.IsOpen)
            bucket.Miss(block);
        else if (block.Sequence > bucket.SnapshotSequence)
            Hold(bucket, block);
        return false;
    }

    public (EpochTime From, int SentCount) BeginReading(ResumedBucket bucket, long fromEpoch)
    {
        // They are read, rather than sent out of their order.
        for (var remaining = bucket.HeldCount > 0 ? _held.Count : 0; remaining > 0; remaining--)
        {
            var held = _held.Dequeue();
            if (held.Bucket == bucket)
                LetGo(held.Bucket, held.Block);
            else
                _held.Enqueue(held);
        }

        return bucket.BeginReading(fromEpoch);
    }

    /// <summary>Returns false when buckets must be read again first; otherwise hands out what was kept and lets all further rows pass.</summary>
    public bool TryGoLive(Action<FrameBlock> send)
    {
        if (BucketsToRead.Any())
            return false;
        foreach (var (bucket, block) in _held)
        {
            if (block.Sequence > bucket.SnapshotSequence)
                send(block);
        }

        _held.Clear();
        return IsLive = true;
    }

    void Hold(ResumedBucket bucket, FrameBlock block)
    {
        // Half of what may wait for a subscriber, so that there is room for it in the end.
        if (_heldBytes + block.Bytes.Length > options.MaxQueuedBytes / 2 || _heldFrames + block.FrameCount > options.MaxQueuedFrames / 2)
        {
            while (_held.TryDequeue(out var held))
                LetGo(held.Bucket, held.Block);
            bucket.Miss(block);
            return;
        }

        _held.Enqueue((bucket, block));
        bucket.HeldCount++;
        _heldBytes += block.Bytes.Length;
        _heldFrames += block.FrameCount;
    }

    void LetGo(ResumedBucket bucket, FrameBlock block)
    {
        bucket.Miss(block);
        bucket.HeldCount--;
        _heldBytes -= block.Bytes.Length;
        _heldFrames -= block.FrameCount;
    }
}
