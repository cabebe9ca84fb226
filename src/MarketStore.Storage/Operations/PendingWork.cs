using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Wal;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage.Operations;

/// <summary>
/// What the log holds and the file system has refused so far (a full disk, a lost right): tried again until it is taken. Until then its buckets take no further
/// writes, others do, and the log's segments in question stay. Commit thread, or the start.
/// </summary>
internal sealed class PendingWork(StorageContext context, BucketCatalog catalog)
{
    /// <summary>With more than this in memory no write is taken at all.</summary>
    const long MaxBytes = 256L << 20;

    static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    readonly Dictionary<Bucket, string> _buckets = [];
    readonly List<(string Path, LogPlace Place, string Reason)> _removals = [];
    long _lastTry;

    public bool IsEmpty => _buckets.Count + _removals.Count == 0;

    /// <summary>The oldest segment of which the log still needs a record; <see cref="ulong.MaxValue"/> when none.</summary>
    public ulong OldestSegment => Math.Min(
        _buckets.Keys.Where(bucket => !bucket.Backlog.IsEmpty).Select(bucket => bucket.Backlog.First.Place.Segment).DefaultIfEmpty(ulong.MaxValue).Min(),
        _removals.Select(removal => removal.Place.Segment).DefaultIfEmpty(ulong.MaxValue).Min());

    /// <summary>Under the bucket's lock.</summary>
    public void Add(Bucket bucket, BacklogItem item, Exception? reason = null)
    {
        Report(bucket, reason);
        bucket.AddToBacklog(item);
    }

    public void AddRemoval(string path, LogPlace place, Exception reason)
    {
        context.Logger.LogError("{Path} is removed in the log, but its directory refuses, will try again: {Error}", path, reason.Message);
        context.HasPendingWork = true;
        _removals.Add((path, place, reason.Message));
    }

    /// <summary>Says that a bucket's files refuse, before what they refuse is added.</summary>
    public void Report(Bucket bucket, Exception? reason)
    {
        context.HasPendingWork = true;
        if (!_buckets.TryAdd(bucket, reason?.Message ?? "its files refuse"))
            return;
        // A bucket without any file is not withdrawn meanwhile.
        bucket.AddPendingWrite();
        context.Logger.LogError("{Key}: rows that are safe in the log cannot be brought into their files, will try again: {Error}", bucket.Key, _buckets[bucket]);
    }

    /// <exception cref="MarketStoreException">The bucket must wait, or everything must.</exception>
    public void ThrowIfBlocked(Bucket bucket)
    {
        if (IsEmpty)
            return;
        if (!bucket.Backlog.IsEmpty)
            throw new MarketStoreException(ErrorKind.StorageFailure, $"writes to {bucket.Key} are refused: earlier rows that are safe in the log cannot be brought into their files yet: {_buckets.GetValueOrDefault(bucket)}");
        if (RemovalOf(bucket.Key) is { Path: not null } removal)
            throw new MarketStoreException(ErrorKind.StorageFailure, $"writes to {bucket.Key} are refused: what was there cannot be removed yet: {removal.Reason}");
        if (_buckets.Keys.Sum(waiting => waiting.Backlog.Bytes) > MaxBytes)
            throw new MarketStoreException(ErrorKind.StorageFailure, $"writes are refused: over {MaxBytes >> 20} MiB of rows that are safe in the log cannot be brought into their files yet (is the disk full?)");
    }

    /// <summary>At the start: what is made anew in the log must not be taken for what was removed before.</summary>
    /// <exception cref="IOException">What was removed in the log is still there, and the disk refuses to let it go.</exception>
    public void EnsureRemoved(TimeBucketKey key, SectionApplier applier)
    {
        if (RemovalOf(key).Path is null)
            return;
        RetryNow(applier);
        if (RemovalOf(key) is { Path: not null } removal)
            throw new IOException($"{removal.Path} is removed in the log and made anew, and cannot be removed: {removal.Reason}");
    }

    /// <summary>Tries again, unless it was tried just now.</summary>
    public void Retry(SectionApplier applier)
    {
        if (!IsEmpty && Environment.TickCount64 - _lastTry >= RetryInterval.TotalMilliseconds)
            RetryNow(applier);
    }

    public void RetryNow(SectionApplier applier)
    {
        foreach (var (path, place, reason) in _removals.ToList())
        {
            try
            {
                catalog.Remove(path);
                _removals.Remove((path, place, reason));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Next time, then.
            }
        }

        var changes = new List<BucketChange>();
        foreach (var bucket in _buckets.Keys.ToList())
        {
            lock (bucket.Lock)
                Drain(bucket, applier, changes);
            changes.ForEach(context.Feed.Tell);
            changes.Clear();
            if (bucket.Backlog.IsEmpty && _buckets.Remove(bucket))
                catalog.ReleasePendingWrite(bucket);
        }

        _lastTry = Environment.TickCount64;
        context.HasPendingWork = !IsEmpty;
    }

    (string Path, LogPlace Place, string Reason) RemovalOf(TimeBucketKey key) =>
        _removals.Find(removal => key.ToString() == removal.Path || key.ToString().StartsWith(removal.Path + "/", StringComparison.Ordinal));

    void Drain(Bucket bucket, SectionApplier applier, List<BucketChange> changes)
    {
        while (!bucket.Backlog.IsEmpty)
        {
            try
            {
                applier.ApplyAgain(bucket, changes);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return;
            }
            catch (MarketStoreException error)
            {
                // Trying again would change nothing.
                context.Logger.LogError("{Key}: rows in the log cannot be brought into their file: {Error}", bucket.Key, error.Message);
                bucket.Backlog.RemoveFirst();
            }
        }
    }
}
