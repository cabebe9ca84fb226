using MarketStore.Core.Keys;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Recovery;

/// <summary>
/// What a first pass over the log finds out, so that the second need not undo anything: which paths are removed later, and which variable rows lie in blocks already.
/// </summary>
internal sealed class ReplayPlan
{
    readonly Dictionary<string, ulong> _removals = new(StringComparer.Ordinal);
    readonly Dictionary<(TimeBucketKey Key, int Year), Dictionary<uint, ulong>> _covered = [];

    public void AddRemoval(string path, ulong sequence) => _removals[path] = sequence;

    public void AddBlocks(TimeBucketKey key, BlocksRecord blocks)
    {
        if (!_covered.TryGetValue((key, blocks.Year), out var slots))
            _covered.Add((key, blocks.Year), slots = []);
        foreach (var reference in blocks.References)
            slots[(uint)reference.Index] = Math.Max(slots.GetValueOrDefault((uint)reference.Index), blocks.CoveredSequence);
    }

    /// <summary>True when the bucket is removed later than a record: the record says nothing that is still so.</summary>
    public bool IsRemovedAfter(TimeBucketKey key, ulong sequence) =>
        IsRemoved(key.Symbol, sequence) || IsRemoved($"{key.Symbol}/{key.Timeframe}", sequence) || IsRemoved(key.ToString(), sequence);

    /// <summary>
    /// True when replay removes the bucket's files at some point. Blocks written later went with them, but then every row since is in the log too,
    /// since a checkpoint drops segments from the oldest on: such rows are restored, not taken for covered.
    /// </summary>
    public bool IsRemoved(TimeBucketKey key) => IsRemovedAfter(key, 0);

    /// <summary>Which slots of a bucket's year have blocks, and up to which sequence those cover rows; null when none has.</summary>
    public IReadOnlyDictionary<uint, ulong>? CoveredSlots(TimeBucketKey key, int year) => IsRemoved(key) ? null : _covered.GetValueOrDefault((key, year));

    bool IsRemoved(string path, ulong sequence) => _removals.TryGetValue(path, out var removed) && removed > sequence;
}
