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
    readonly Dictionary<(TimeBucketKey Key, int Year), Dictionary<uint, long>> _blockEnds = [];
    readonly HashSet<(TimeBucketKey Key, int Year)> _lost = [];

    /// <summary>The year files of which the log says that blocks lie in them, and the length that each must have at least: the last record of a slot counts.</summary>
    public IEnumerable<(TimeBucketKey Key, int Year, long End)> BlockEnds => _blockEnds.Select(file => (file.Key.Key, file.Key.Year, file.Value.Values.Max()));

    public void AddRemoval(string path, ulong sequence) => _removals[path] = sequence;

    /// <summary>A record stands for all rows of its slots in batches up to a sequence.</summary>
    public void AddCovered(TimeBucketKey key, int year, IEnumerable<uint> slots, ulong coveredSequence)
    {
        if (!_covered.TryGetValue((key, year), out var covered))
            _covered.Add((key, year), covered = []);
        foreach (var slot in slots)
            covered[slot] = Math.Max(covered.GetValueOrDefault(slot), coveredSequence);
    }

    public void AddBlocks(TimeBucketKey key, BlocksRecord blocks)
    {
        AddCovered(key, blocks.Year, blocks.References.Select(reference => (uint)reference.Index), blocks.CoveredSequence);
        if (blocks.References.Count == 0)
            return;
        if (!_blockEnds.TryGetValue((key, blocks.Year), out var ends))
            _blockEnds.Add((key, blocks.Year), ends = []);
        foreach (var reference in blocks.References)
            ends[(uint)reference.Index] = reference.Offset + reference.Length;
    }

    /// <summary>Blocks of slots that were emptied are missed by nobody.</summary>
    public void AddDeletion(TimeBucketKey key, DeleteRecord deletion)
    {
        foreach (var part in deletion.Parts)
        {
            if (!_blockEnds.TryGetValue((key, part.Year), out var ends))
                continue;
            foreach (var slot in ends.Keys.Where(slot => slot >= part.First && slot <= part.Last).ToList())
                ends.Remove(slot);
            if (ends.Count == 0)
                _blockEnds.Remove((key, part.Year));
        }
    }

    /// <summary>
    /// Blocks that the log speaks of are not in their file. They were flushed before the log said so, but the flush of the file's name may have failed: then the log was kept,
    /// and all rows of the file are in it.
    /// </summary>
    public void AddLost(TimeBucketKey key, int year) => _lost.Add((key, year));

    /// <summary>True when the log's records of blocks and carried rows say nothing that is still so of a year file: its rows come back from the batches alone.</summary>
    public bool IsVoid(TimeBucketKey key, int year) => IsRemoved(key) || _lost.Contains((key, year));

    /// <summary>True when the bucket is removed later than a record: the record says nothing that is still so.</summary>
    public bool IsRemovedAfter(TimeBucketKey key, ulong sequence) =>
        IsRemoved(key.Symbol, sequence) || IsRemoved($"{key.Symbol}/{key.Timeframe}", sequence) || IsRemoved(key.ToString(), sequence);

    /// <summary>
    /// True when replay removes the bucket's files at some point. Blocks written later went with them, but then every row since is in the log too,
    /// since a checkpoint drops segments from the oldest on: such rows are restored, not taken for covered.
    /// </summary>
    bool IsRemoved(TimeBucketKey key) => IsRemovedAfter(key, 0);

    /// <summary>Which slots of a bucket's year have blocks, and up to which sequence those cover rows; null when none has.</summary>
    public IReadOnlyDictionary<uint, ulong>? CoveredSlots(TimeBucketKey key, int year) => IsVoid(key, year) ? null : _covered.GetValueOrDefault((key, year));

    bool IsRemoved(string path, ulong sequence) => _removals.TryGetValue(path, out var removed) && removed > sequence;
}
