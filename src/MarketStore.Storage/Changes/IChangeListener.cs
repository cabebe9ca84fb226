using MarketStore.Core.Keys;

namespace MarketStore.Storage.Changes;

/// <summary>Hears of what is committed, in the order in which it is, once it can be read. Must not block or throw: writers wait meanwhile.</summary>
public interface IChangeListener
{
    /// <summary>What a crash kept from whoever listened before; called once, before anything else. From here on it counts as unfinished.</summary>
    void Begin(IReadOnlyList<ChangedRange> missed);

    /// <summary>True for buckets whose changes are wanted. Asked once for each bucket.</summary>
    bool Wants(TimeBucketKey key);

    /// <summary>One bucket's part of a batch, or a deletion. The listener owns the change and disposes it.</summary>
    void Changed(BucketChange change);

    /// <summary>
    /// What was heard and is not done with, from before the call: kept with the data when the log goes, so that it is heard of again after a crash. Any thread.
    /// </summary>
    IReadOnlyList<ChangedRange> Unfinished { get; }
}
