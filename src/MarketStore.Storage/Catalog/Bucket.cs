using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Files;
using MarketStore.Storage.Operations;
using MarketStore.Storage.Records;

namespace MarketStore.Storage.Catalog;

/// <summary>
/// One bucket: its schema, year files and the variable rows that are in the log but not in a block yet. <see cref="Lock"/> guards all of it:
/// the commit thread holds it while a batch is applied, readers hold it while they take a snapshot.
/// </summary>
internal sealed class Bucket(TimeBucketKey key, string directory, Timeframe timeframe, StorageContext context)
{
    YearFile[] _years = [];
    BucketSchema? _schema;
    OpenScans? _scans;
    Described? _described;
    int _pendingWrites;

    public TimeBucketKey Key { get; } = key;

    public string Directory { get; } = directory;

    public Timeframe Timeframe { get; } = timeframe;

    public StorageContext Context { get; } = context;

    public Lock Lock { get; } = new();

    /// <summary>The number that log records of this process use for the bucket.</summary>
    public uint LogId { get; } = context.NextBucketLogId();

    /// <summary>The segment that holds a definition of <see cref="LogId"/>. Commit thread only.</summary>
    public ulong DefinedInSegment { get; set; }

    /// <summary>True once a year file exists. A bucket that a first write has announced, but that is not committed yet, is invisible to readers.</summary>
    public bool Exists { get; private set; }

    /// <summary>True once removed; the object is dead from then on, also if a bucket of the same key is made again.</summary>
    public bool IsDestroyed { get; private set; }

    /// <summary>Ascending. A new array for every change, so that it can be read without a lock.</summary>
    public IReadOnlyList<YearFile> Years => Volatile.Read(ref _years);

    /// <summary>True when a scan is under way, which must keep what a write changes.</summary>
    public bool HasScans => Volatile.Read(ref _scans) is { IsEmpty: false };

    public OpenScans Scans => LazyInitializer.EnsureInitialized(ref _scans);

    /// <summary>What the files have refused so far.</summary>
    public Backlog Backlog { get; private set; } = Backlog.Empty;

    /// <summary>Who was asked whether it wants the bucket's changes, and what it said. Commit thread.</summary>
    public IChangeListener? Listener { get; set; }

    public bool IsListenedTo { get; set; }

    /// <summary>The sequence of its last change; 0 when nobody listened to one. Under <see cref="Lock"/>.</summary>
    public long LastChange { get; set; }

    /// <summary>Rows not in a block yet, by year. Commit thread, under <see cref="Lock"/>.</summary>
    public Dictionary<int, HotRows> ActiveRows { get; } = [];

    /// <summary>Rows that the checkpoint under way is writing into blocks, by year.</summary>
    public Dictionary<int, HotRows> FrozenRows { get; } = [];

    /// <summary>The schema: that of the newest year file that can be read, or of the write that announced the bucket.</summary>
    /// <exception cref="MarketStoreException">No year file can be read.</exception>
    public BucketSchema Schema => Volatile.Read(ref _schema) ?? LoadSchema();

    /// <summary>What others may know of the bucket. The same object until a year or the schema changes.</summary>
    /// <exception cref="MarketStoreException">No year file can be read.</exception>
    public BucketInfo Info
    {
        get
        {
            var (years, schema) = (Volatile.Read(ref _years), Schema);
            if (Volatile.Read(ref _described) is { } known && known.Years == years && known.Schema == schema)
                return known.Info;
            var info = new BucketInfo(Key, Timeframe, schema.RecordType, schema.Columns, [.. years.Select(file => file.Year)]);
            Volatile.Write(ref _described, new(years, schema, info));
            return info;
        }
    }

    public bool TryGetYear(int year, [NotNullWhen(true)] out YearFile? file)
    {
        foreach (var candidate in Volatile.Read(ref _years))
        {
            if (candidate.Year != year)
                continue;
            file = candidate;
            return true;
        }

        file = null;
        return false;
    }

    /// <summary>For a bucket that does not exist yet: what its first write or creation says.</summary>
    public void Announce(BucketSchema schema) => Volatile.Write(ref _schema, Context.Schemas.Share(schema));

    /// <summary>While starting, or under the lock.</summary>
    public YearFile AddYear(int year)
    {
        var file = new YearFile(this, year);
        Volatile.Write(ref _years, [.. _years.Append(file).OrderBy(known => known.Year)]);
        Exists = true;
        return file;
    }

    /// <summary>The first step of removal; readers that come later find nothing.</summary>
    public void MarkDestroyed()
    {
        lock (Lock)
        {
            IsDestroyed = true;
            Exists = false;
            foreach (var file in _years)
                file.Retire();
            foreach (var rows in ActiveRows.Values.Concat(FrozenRows.Values))
                Context.HotRowBytesChanged(-rows.Bytes);
            ActiveRows.Clear();
            FrozenRows.Clear();
            Backlog = Backlog.Empty;
        }
    }

    /// <summary>Slots emptied since the rows of the checkpoint under way were set apart: what it says of them does not count any more.</summary>
    public List<(int Year, SlotRange Slots)> EmptiedWhileFrozen { get; } = [];

    /// <summary>Takes variable rows out of memory; returns their bytes. Views that readers have stay as they are. Commit thread, under <see cref="Lock"/>.</summary>
    public long RemoveHotRows(int year, SlotRange slots)
    {
        var removed = Remove(ActiveRows, year, slots);
        if (FrozenRows.ContainsKey(year))
        {
            removed += Remove(FrozenRows, year, slots);
            EmptiedWhileFrozen.Add((year, slots));
        }

        return removed;
    }

    /// <summary>Commit thread, under <see cref="Lock"/>.</summary>
    public void AddToBacklog(BacklogItem item)
    {
        if (Backlog.IsEmpty)
            Backlog = new();
        Backlog.Add(item);
    }

    public void AddPendingWrite() => Interlocked.Increment(ref _pendingWrites);

    public bool HasNoPendingWrites => Volatile.Read(ref _pendingWrites) == 0;

    /// <summary>Returns the number of writes still under way.</summary>
    public int RemovePendingWrite() => Interlocked.Decrement(ref _pendingWrites);

    static long Remove(Dictionary<int, HotRows> all, int year, SlotRange slots)
    {
        if (!all.TryGetValue(year, out var rows) || rows.Without(slots) is not { } rest)
            return 0;
        if (rest.Count > 0)
            all[year] = rest;
        else
            all.Remove(year);
        return rows.Bytes - rest.Bytes;
    }

    BucketSchema LoadSchema()
    {
        string? firstFault = null;
        foreach (var file in Volatile.Read(ref _years).Reverse())
        {
            if (file.TryReadHeader(out var header, out var fault))
            {
                var schema = Context.Schemas.Share(new BucketSchema(Timeframe, header.RecordType, header.Columns, header.Description));
                return Interlocked.CompareExchange(ref _schema, schema, null) ?? schema;
            }

            firstFault ??= fault;
        }

        throw new MarketStoreException(ErrorKind.DamagedFile, $"bucket {Key} cannot be read: {firstFault ?? "it has no year file"}");
    }

    sealed record Described(YearFile[] Years, BucketSchema Schema, BucketInfo Info);
}
