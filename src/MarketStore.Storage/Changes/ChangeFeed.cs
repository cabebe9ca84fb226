using MarketStore.Storage.Catalog;

namespace MarketStore.Storage.Changes;

/// <summary>Tells a listener of what the commit thread has applied; nothing is done for buckets that nobody listens to. Commit thread, but where it says otherwise.</summary>
internal sealed class ChangeFeed
{
    readonly ChangeRanges _missed = new();
    volatile IChangeListener? _listener;
    long _lastSequence;

    /// <summary>Any thread: who listens from here on, and gets what was missed.</summary>
    public void Listen(IChangeListener listener)
    {
        lock (_missed)
        {
            listener.Begin(_missed.All);
            _listener = listener;
            Forget();
        }
    }

    /// <summary>Any thread: nobody will listen, and what was missed is no more kept for somebody.</summary>
    public void Forget()
    {
        lock (_missed)
        {
            while (_missed.TryTake(out _))
            {
            }
        }
    }

    /// <summary>At the start: what a crash may have kept from a listener.</summary>
    public void AddMissed(ChangedRange range)
    {
        lock (_missed)
            _missed.Add(range);
    }

    /// <summary>What to keep with the data when the log goes. The checkpoint's thread.</summary>
    public IReadOnlyList<ChangedRange> Unfinished
    {
        get
        {
            lock (_missed)
                return [.. _listener?.Unfinished ?? [], .. _missed.All];
        }
    }

    /// <summary>The sequence of the last change that was applied. Under the bucket's lock it covers all of the bucket's.</summary>
    public long LastSequence => Interlocked.Read(ref _lastSequence);

    /// <summary>Under the bucket's lock, once rows can be read: what there is to tell of them; null when nobody wants to know.</summary>
    public BucketChange? Written(Bucket bucket, ReadOnlySpan<byte> sections, object? origin)
    {
        if (!IsWanted(bucket))
            return null;
        return SectionRows.RangeOf(bucket, sections) is { } range ? new(range, Interlocked.Increment(ref _lastSequence), origin, SectionRows.Read(bucket, sections)) : null;
    }

    /// <summary>The same of rows that were removed.</summary>
    public BucketChange? Deleted(Bucket bucket, long first, long last, object? origin) =>
        IsWanted(bucket) ? new(new(bucket.Key, first, last, IsRemoval: true), Interlocked.Increment(ref _lastSequence), origin, null) : null;

    /// <summary>Tells of a change, outside of any lock.</summary>
    public void Tell(BucketChange? change)
    {
        if (change is null)
            return;
        if (_listener is { } listener)
            listener.Changed(change);
        else
            change.Dispose();
    }

    bool IsWanted(Bucket bucket)
    {
        if (_listener is not { } listener)
            return false;
        if (bucket.Listener != listener)
            (bucket.Listener, bucket.IsListenedTo) = (listener, listener.Wants(bucket.Key));
        return bucket.IsListenedTo;
    }
}
