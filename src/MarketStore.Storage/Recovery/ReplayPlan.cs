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

    /// <summary>A record stands for all rows of its slots in batches up to a sequence.</summary>
    public void AddCovered(TimeBucketKey key, int year, IEnumerable<uint> slots, ulong coveredSequence)
    {
        if (!_covered.TryGetValue((key, year), out var covered))
            _covered.Add((key, year), covered = []);
        foreach (var slot in slots)
            covered[slot] = Math.Max(covered.GetValueOrDefault(slot), coveredSequence);
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
