using MarketStore.Core.Errors;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Records;

/// <summary>
/// A bucket at one instant, for one scan. Writes go on meanwhile: before they change a slot its contents are kept here, so that a scan neither waits for writes,
/// nor they for it, and it never sees a part of one.
/// </summary>
internal sealed class ScanSnapshot : IDisposable
{
    /// <summary>What a scan may keep of slots that are written over meanwhile. Only rows that are overwritten need any.</summary>
    const long MaxKeptBytes = 256L << 20;

    readonly Lock _gate = new();
    // Most scans end before anything is written over, and of fixed buckets no rows are in memory alone: made when they are needed.
    List<KeptSlots>? _kept;
    readonly Dictionary<int, (HotRowsView? Frozen, HotRowsView? Active)>? _hotRows;
    readonly BacklogSlots[] _backlog;
    readonly OpenScans _scans;
    long _keptBytes;

    ScanSnapshot(Bucket bucket)
    {
        Bucket = bucket;
        Years = bucket.Years;
        Ticket = bucket.Context.NextScanTicket();
        ChangeSequence = bucket.LastChange;
        _backlog = bucket.Backlog.VisibleSlots;
        if (bucket.FrozenRows.Count + bucket.ActiveRows.Count > 0)
            _hotRows = ViewsOf(bucket);
        _scans = bucket.Scans;
        _scans.Add(this);
    }

    public Bucket Bucket { get; }

    public IReadOnlyList<YearFile> Years { get; }

    /// <summary>Rises with every scan.</summary>
    public long Ticket { get; }

    /// <summary>Every change of the bucket up to this one is in the snapshot, and none after it.</summary>
    public long ChangeSequence { get; }

    /// <summary>Null when the bucket was removed.</summary>
    public static ScanSnapshot? TryTake(Bucket bucket)
    {
        lock (bucket.Lock)
            return bucket.IsDestroyed ? null : new(bucket);
    }

    /// <summary>Variable rows in no block: those of the checkpoint under way, and those since.</summary>
    public (HotRowsView? Frozen, HotRowsView? Active) HotRows(YearFile file) => _hotRows?.GetValueOrDefault(file.Year) ?? default;

    /// <summary>True when slots of the file exist in memory alone: what is not stored in it may be in use all the same.</summary>
    public bool HasBacklog(YearFile file)
    {
        foreach (var slots in _backlog)
        {
            if (slots.File == file)
                return true;
        }

        return false;
    }

    /// <summary>The slots of a file that may be in use.</summary>
    public UsedSlots UsedSlots(YearFile file)
    {
        if (!HasBacklog(file))
            return file.GetUsedSlots();
        var storable = SlotRange.Storable(Bucket.Schema, file.Calendar);
        return new(storable.First, storable.Last);
    }

    /// <summary>Reads slots as they were at the instant. What lies beyond the end of the file reads as zeros.</summary>
    /// <exception cref="MarketStoreException">Too much was written over since.</exception>
    public void Read(IDiskFile handle, YearFile file, long firstIndex, Span<byte> target, int recordLength)
    {
        target[handle.Read(target, file.OffsetOf(firstIndex))..].Clear();
        lock (_gate)
        {
            if (_keptBytes > MaxKeptBytes)
                throw new MarketStoreException(ErrorKind.Unavailable, $"{Bucket.Key} was rewritten while it was read: ask again, or for a shorter range");
            // The oldest is what the slot held at the instant.
            for (var position = (_kept?.Count ?? 0) - 1; position >= 0; position--)
                _kept![position].CopyTo(file, firstIndex, target, recordLength);
        }

        foreach (var slots in _backlog)
            slots.CopyTo(file, firstIndex, target, recordLength);
    }

    /// <summary>Commit thread, before it writes.</summary>
    public void Keep(YearFile file, long firstIndex, int count, byte[] slots)
    {
        lock (_gate)
        {
            _keptBytes += slots.Length;
            if (_keptBytes <= MaxKeptBytes)
                (_kept ??= []).Add(new(file, firstIndex, count, slots));
            else
                _kept = null;
        }
    }

    public void Dispose() => _scans.Remove(this);

    static Dictionary<int, (HotRowsView? Frozen, HotRowsView? Active)> ViewsOf(Bucket bucket)
    {
        var views = new Dictionary<int, (HotRowsView? Frozen, HotRowsView? Active)>();
        foreach (var (year, rows) in bucket.FrozenRows)
            views[year] = (rows.View(), null);
        foreach (var (year, rows) in bucket.ActiveRows)
            views[year] = views.GetValueOrDefault(year) with { Active = rows.View() };
        return views;
    }

    /// <summary>Slots as they were; no bytes for slots that were empty.</summary>
    readonly record struct KeptSlots(YearFile File, long FirstIndex, int Count, byte[] Slots)
    {
        public void CopyTo(YearFile file, long targetFirst, Span<byte> target, int recordLength)
        {
            if (file != File)
                return;
            var first = Math.Max(FirstIndex, targetFirst);
            var end = Math.Min(FirstIndex + Count, targetFirst + (target.Length / recordLength));
            if (first >= end)
                return;
            var part = target.Slice((int)(first - targetFirst) * recordLength, (int)(end - first) * recordLength);
            if (Slots.Length == 0)
                part.Clear();
            else
                Slots.AsSpan((int)(first - FirstIndex) * recordLength, part.Length).CopyTo(part);
        }
    }
}
