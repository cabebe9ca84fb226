using MarketStore.Storage.Catalog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Changes;

/// <summary>Tells a listener of what the commit thread has applied; nothing is done for buckets that nobody listens to. Commit thread, but where it says otherwise.</summary>
internal sealed class ChangeFeed
{
    /// <summary>The origin of what nobody is to hear of.</summary>
    public static readonly object Quiet = new();

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

    /// <summary>Under the bucket's lock, once rows can be read: what there is to tell of them; null when nobody wants to know.</summary>
    public BucketChange? Written(Bucket bucket, ReadOnlySpan<byte> sections, object? origin)
    {
        if (!IsWanted(bucket, origin))
            return null;
        return SectionRows.RangeOf(bucket, sections) is { } range ? new(range, Next(bucket), origin, SectionRows.Read(bucket, sections)) : null;
    }

    /// <summary>The same of a batch of which a part was refused: only where it is.</summary>
    public BucketChange? WrittenInPart(Bucket bucket, ReadOnlySpan<byte> sections, object? origin) =>
        IsWanted(bucket, origin) && SectionRows.RangeOf(bucket, sections) is { } range ? new(range, Next(bucket), origin, null) : null;

    /// <summary>The same of rows that were removed.</summary>
    public BucketChange? Deleted(Bucket bucket, IReadOnlyList<DeletedPart> parts, object? origin)
    {
        if (!IsWanted(bucket, origin))
            return null;
        var range = parts.Select(part => RangeOf(bucket, part)).Aggregate((all, part) => all.With(part));
        return new(range, Next(bucket), origin, null);
    }

    /// <summary>Where a deletion emptied slots.</summary>
    public static ChangedRange RangeOf(Bucket bucket, DeletedPart part) => SectionRows.RangeOf(bucket, part.Year, part.First, part.Last) with { IsRemoval = true };

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

    long Next(Bucket bucket) => bucket.LastChange = Interlocked.Increment(ref _lastSequence);

    bool IsWanted(Bucket bucket, object? origin)
    {
        if (origin == Quiet || _listener is not { } listener)
            return false;
        if (bucket.Listener != listener)
            (bucket.Listener, bucket.IsListenedTo) = (listener, listener.Wants(bucket.Key));
        return bucket.IsListenedTo;
    }
}
