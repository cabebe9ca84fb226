using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage.Disk;
using MarketStore.Storage.Files;

namespace MarketStore.Storage.Catalog;

/// <summary>
/// All buckets of the data directory. Looked up from any thread; files and directories are made and removed by the commit thread alone,
/// which therefore never meets itself half way.
/// </summary>
internal sealed class BucketCatalog(StorageContext context)
{
    public const string CategoryFileName = "category_name";

    public const string RootCategory = "Symbol";

    /// <summary>What the category file of the root says, of a symbol, a timeframe and an attribute group.</summary>
    public static readonly string[] Categories = [RootCategory, "Timeframe", "AttributeGroup", "Year"];

    readonly ConcurrentDictionary<TimeBucketKey, Bucket> _buckets = new();
    readonly ConcurrentDictionary<string, ConcurrentDictionary<TimeBucketKey, Bucket>> _bySymbol = new(StringComparer.Ordinal);
    readonly Lock _announcing = new();
    readonly HashSet<string> _completeDirectories = new(StringComparer.Ordinal);
    readonly string _root = context.Options.RootDirectory;

    public int Count => _buckets.Count;

    public IEnumerable<Bucket> Buckets => _buckets.Values;

    public IEnumerable<string> Symbols => _bySymbol.Where(symbol => symbol.Value.Values.Any(bucket => bucket.Exists)).Select(symbol => symbol.Key);

    public IEnumerable<Bucket> OfSymbol(string symbol) => _bySymbol.TryGetValue(symbol, out var buckets) ? buckets.Values.Where(bucket => bucket.Exists) : [];

    /// <summary>Finds a bucket that exists.</summary>
    public bool TryGet(TimeBucketKey key, [NotNullWhen(true)] out Bucket? bucket) => _buckets.TryGetValue(key, out bucket) && bucket.Exists;

    /// <summary>Finds a bucket also if none of its files could be made yet. While starting.</summary>
    public bool TryGetKnown(TimeBucketKey key, [NotNullWhen(true)] out Bucket? bucket) => _buckets.TryGetValue(key, out bucket);

    /// <summary>
    /// Finds the bucket that a write goes to, or announces a new one with the schema that the write brings. Balanced by <see cref="ReleasePendingWrite"/>.
    /// </summary>
    /// <exception cref="MarketStoreException">The key's timeframe is none, or the schema cannot be stored.</exception>
    public Bucket ResolveForWrite(TimeBucketKey key, Func<Timeframe, BucketSchema> newSchema)
    {
        while (true)
        {
            if (!_buckets.TryGetValue(key, out var bucket))
                bucket = Announce(key, newSchema);
            lock (_announcing)
            {
                // Between the look-up and here the last write of an announced bucket may have failed, which withdraws it.
                if (bucket is not null && _buckets.TryGetValue(key, out var current) && current == bucket)
                {
                    bucket.AddPendingWrite();
                    return bucket;
                }
            }
        }
    }

    /// <summary>Announces a bucket that must not be there yet.</summary>
    /// <exception cref="MarketStoreException">It is there.</exception>
    public Bucket AnnounceNew(TimeBucketKey key, Func<Timeframe, BucketSchema> newSchema)
    {
        lock (_announcing)
        {
            var bucket = Announce(key, newSchema) ?? throw new MarketStoreException(ErrorKind.AlreadyExists, "Can not overwrite file: File is already in directory");
            bucket.AddPendingWrite();
            return bucket;
        }
    }

    /// <summary>A bucket whose only write failed before it existed is withdrawn.</summary>
    public void ReleasePendingWrite(Bucket bucket)
    {
        if (bucket.RemovePendingWrite() > 0 || bucket.Exists)
            return;
        lock (_announcing)
        {
            if (!bucket.Exists && bucket.HasNoPendingWrites)
                Forget(bucket);
        }
    }

    /// <summary>At the start: a bucket found on disk, its years still to be added. Null when its timeframe is none.</summary>
    public Bucket? AddFound(TimeBucketKey key)
    {
        if (!Timeframe.TryParse(key.Timeframe, out var timeframe))
            return null;
        var bucket = new Bucket(key, DirectoryOf(key), timeframe, context);
        Insert(bucket);
        return bucket;
    }

    /// <summary>The year's file, made if missing, directories and category files included. Commit thread or start, under the bucket's lock.</summary>
    public YearFile EnsureYear(Bucket bucket, BucketSchema schema, int year)
    {
        if (bucket.TryGetYear(year, out var file))
            return file;
        EnsureDirectories(bucket.Key);
        file = new YearFile(bucket, year);
        file.Create(schema);
        context.Dirty.Directories.Add(bucket.Directory);
        file = bucket.AddYear(year);
        context.Dirty.Files.Add(file);
        return file;
    }

    /// <summary>Makes whole what a crash or a full disk left half made of a bucket: directories, category files, year files.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="writesAgain">True to write category files and headers also if they say what is due: after a flush that failed they may do so in memory alone.</param>
    public void CompleteFiles(Bucket bucket, BucketSchema schema, bool writesAgain = false)
    {
        EnsureDirectories(bucket.Key, writesAgain);
        foreach (var file in bucket.Years)
            file.Complete(schema, writesAgain);
    }

    /// <summary>The buckets at or below a path of one to three items.</summary>
    /// <exception cref="MarketStoreException">Nothing is there; the message names the missing item.</exception>
    public IReadOnlyList<Bucket> FindBelow(string path)
    {
        var items = path.Split('/');
        for (var depth = 1; depth <= items.Length; depth++)
        {
            var found = OfSymbol(items[0]).Where(bucket => IsBelow(bucket.Key, items.AsSpan(0, depth))).ToList();
            if (found.Count == 0)
                throw new MarketStoreException(ErrorKind.NotFound, $"Unable to find level item: {items[depth - 1]} in directory");
            if (depth == items.Length)
                return found;
        }

        throw new MarketStoreException(ErrorKind.InvalidRequest, "the path is empty");
    }

    /// <summary>Takes buckets out of the catalog and off the disk, and parents that this leaves empty. Commit thread or start.</summary>
    public void Remove(string path)
    {
        var items = path.Split('/');
        // One whose files could not be made yet is there too, in its backlog.
        var known = _bySymbol.TryGetValue(items[0], out var ofSymbol) ? ofSymbol.Values : [];
        foreach (var bucket in known.Where(bucket => (bucket.Exists || !bucket.Backlog.IsEmpty) && IsBelow(bucket.Key, items)).ToList())
        {
            bucket.MarkDestroyed();
            foreach (var file in bucket.Years)
                context.Dirty.Files.Remove(file);
            lock (_announcing)
                Forget(bucket);
        }

        _completeDirectories.Clear();
        var directory = Path.Combine([_root, .. items]);
        if (context.Disk.DirectoryExists(directory))
            context.Disk.DeleteDirectoryTree(directory);
        for (var depth = items.Length - 1; depth >= 1; depth--)
        {
            var parent = Path.Combine([_root, .. items[..depth]]);
            if (!context.Disk.DirectoryExists(parent))
                continue;
            if (context.Disk.ListDirectory(parent).Any(entry => entry.IsDirectory))
                break;
            context.Disk.DeleteDirectoryTree(parent);
        }

        context.Dirty.NewFiles.RemoveWhere(path => !context.Disk.FileExists(path));
        context.Dirty.Directories.RemoveWhere(dirty => !context.Disk.DirectoryExists(dirty));
        context.Dirty.Directories.Add(NearestExisting(directory));
    }

    static bool IsBelow(TimeBucketKey key, ReadOnlySpan<string> items) =>
        key.Symbol == items[0] && (items.Length < 2 || key.Timeframe == items[1]) && (items.Length < 3 || key.AttributeGroup == items[2]);

    string DirectoryOf(TimeBucketKey key) => Path.Combine(_root, key.Symbol, key.Timeframe, key.AttributeGroup);

    string NearestExisting(string directory)
    {
        while (directory.Length > _root.Length && !context.Disk.DirectoryExists(directory))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }

    /// <summary>Null when another write was faster.</summary>
    Bucket? Announce(TimeBucketKey key, Func<Timeframe, BucketSchema> newSchema)
    {
        if (!Timeframe.TryParse(key.Timeframe, out var timeframe))
            throw new MarketStoreException(ErrorKind.InvalidRequest, "error: Unable to get timeframe from key");
        var schema = newSchema(timeframe);
        lock (_announcing)
        {
            if (_buckets.ContainsKey(key))
                return null;
            var bucket = new Bucket(key, DirectoryOf(key), timeframe, context);
            bucket.Announce(schema);
            Insert(bucket);
            return bucket;
        }
    }

    void Insert(Bucket bucket)
    {
        _buckets[bucket.Key] = bucket;
        // A symbol has a few buckets, and one change at a time: the defaults take twice the memory.
        _bySymbol.GetOrAdd(bucket.Key.Symbol, static _ => new(concurrencyLevel: 1, capacity: 4)).TryAdd(bucket.Key, bucket);
    }

    void Forget(Bucket bucket)
    {
        if (!_buckets.TryRemove(new(bucket.Key, bucket)))
            return;
        if (_bySymbol.TryGetValue(bucket.Key.Symbol, out var buckets))
        {
            buckets.TryRemove(bucket.Key, out _);
            if (buckets.IsEmpty)
                _bySymbol.TryRemove(new(bucket.Key.Symbol, buckets));
        }
    }

    /// <summary>Makes what is missing of a bucket's directories and category files: a crash may have left any part of them.</summary>
    void EnsureDirectories(TimeBucketKey key, bool writesAgain = false)
    {
        string[] items = [key.Symbol, key.Timeframe, key.AttributeGroup];
        var directory = _root;
        for (var depth = 0; depth <= items.Length; depth++)
        {
            if (_completeDirectories.Add(directory))
                EnsureCategory(directory, Categories[depth], writesAgain);
            if (depth == items.Length)
                break;
            var child = Path.Combine(directory, items[depth]);
            if (!context.Disk.DirectoryExists(child))
            {
                context.Disk.CreateDirectory(child);
                context.Dirty.Directories.Add(directory);
            }

            directory = child;
        }
    }

    /// <summary>Has the next checkpoint flush a bucket's directories and category files.</summary>
    public void MarkDirty(Bucket bucket)
    {
        for (var directory = bucket.Directory; ; directory = Path.GetDirectoryName(directory)!)
        {
            context.Dirty.Directories.Add(directory);
            context.Dirty.NewFiles.Add(Path.Combine(directory, CategoryFileName));
            if (directory.Length <= _root.Length)
                return;
        }
    }

    void EnsureCategory(string directory, string category, bool writesAgain)
    {
        try
        {
            WriteOrCheckCategory(directory, category, writesAgain);
        }
        catch
        {
            _completeDirectories.Remove(directory);
            throw;
        }
    }

    void WriteOrCheckCategory(string directory, string category, bool writesAgain)
    {
        var path = Path.Combine(directory, CategoryFileName);
        using var file = context.Disk.Open(path, DiskOpenMode.Create);
        if (BucketPlace.CheckCategory(path, file, category) && !writesAgain)
            return;
        file.Write(Encoding.UTF8.GetBytes(category), 0);
        context.Dirty.NewFiles.Add(path);
        context.Dirty.Directories.Add(directory);
    }
}
