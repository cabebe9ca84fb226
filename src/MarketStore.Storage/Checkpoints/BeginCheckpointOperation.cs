using MarketStore.Storage.Catalog;
using MarketStore.Storage.Files;
using MarketStore.Storage.Operations;
using MarketStore.Storage.Records;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Checkpoints;

/// <summary>
/// The instant at which a checkpoint begins: what follows goes into a new segment, and variable rows gathered so far are set apart, to be written into blocks.
/// Stands alone, so that everything before is applied.
/// </summary>
internal sealed class BeginCheckpointOperation(GroupCommitter committer, BucketCatalog catalog, PendingWork pending, SectionApplier applier, StorageContext context) : LogOperation
{
    public override bool StandsAlone => true;

    /// <summary>The last segment that the checkpoint makes needless.</summary>
    public ulong CompleteSegment { get; private set; }

    public DirtySet Dirty { get; private set; } = new();

    public List<(Bucket Bucket, YearFile File, HotRows Rows)> Frozen { get; } = [];

    /// <summary>Blocks of rows that were deleted.</summary>
    public List<(YearFile File, BlockReference Block)> DroppedBlocks { get; private set; } = [];

    public override void Admit(LogGroup group)
    {
    }

    public override void Apply()
    {
        pending.RetryNow(applier);
        CompleteSegment = Math.Min(committer.StartNewSegment(), pending.OldestSegment - 1);
        Dirty = context.Dirty;
        context.Dirty = new DirtySet();
        DroppedBlocks = context.DroppedBlocks;
        context.DroppedBlocks = [];
        // In the order of their keys: what is done to the disk is then the same in every run.
        foreach (var bucket in catalog.Buckets.Where(bucket => bucket.ActiveRows.Count + bucket.FrozenRows.Count > 0).OrderBy(bucket => bucket.Directory, StringComparer.Ordinal))
            Freeze(bucket);
    }

    void Freeze(Bucket bucket)
    {
        lock (bucket.Lock)
        {
            // Slots that are not written yet must not be merged with.
            if (!bucket.Backlog.IsEmpty)
                return;
            foreach (var (year, rows) in bucket.ActiveRows)
            {
                // Rows of a checkpoint that failed are still frozen: they go along with this one's.
                if (bucket.FrozenRows.TryGetValue(year, out var earlier))
                    earlier.AppendAll(rows);
                else
                    bucket.FrozenRows.Add(year, rows);
            }

            bucket.ActiveRows.Clear();
            bucket.EmptiedWhileFrozen.Clear();
            foreach (var (year, rows) in bucket.FrozenRows)
            {
                if (bucket.TryGetYear(year, out var file))
                    Frozen.Add((bucket, file, rows));
            }
        }
    }
}
