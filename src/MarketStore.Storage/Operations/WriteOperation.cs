using MarketStore.Core.Errors;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>A batch of rows.</summary>
/// <param name="batch">The rows; owned from here on.</param>
/// <param name="origin">What the writer says of itself.</param>
/// <param name="isQuiet">True when nobody is to hear of it, also not after a crash.</param>
/// <param name="resolved">The buckets as the catalog lent them, once each.</param>
internal sealed class WriteOperation(EncodedBatch batch, IReadOnlyList<Bucket> resolved, BucketCatalog catalog, SectionApplier applier, PendingWork pending, object? origin, bool isQuiet) : LogOperation
{
    readonly object? _origin = isQuiet ? ChangeFeed.Quiet : origin;
    ulong _bodyHash;

    public override int LogBytes => batch.Length;

    /// <summary>Call once the batch is complete, on the thread that made it: the checksum is not the commit thread's work.</summary>
    public void Seal() => _bodyHash = LogRecordHeader.HashBody(batch.Body.Span);

    public override void Admit(LogGroup group)
    {
        foreach (var bucket in batch.Buckets)
        {
            if (bucket.IsDestroyed)
                throw new BucketDestroyedException(bucket.Key);
            pending.ThrowIfBlocked(bucket);
        }

        foreach (var bucket in batch.Buckets)
            group.Define(bucket);
        if (MakesFile())
            group.RequireFlush();
        Place = group.Add(isQuiet ? LogRecordKind.QuietBatch : LogRecordKind.Batch, batch.Body, _bodyHash);
    }

    /// <summary>Sections of one bucket follow each other and become visible together. What one bucket's files refuse keeps no other bucket's rows back.</summary>
    public override void Apply()
    {
        var sections = batch.Body.Span;
        MarketStoreException? failure = null;
        for (var position = 0; position < batch.Buckets.Count;)
        {
            var bucket = batch.Buckets[position];
            var rest = sections;
            for (; position < batch.Buckets.Count && batch.Buckets[position] == bucket; position++)
            {
                if (!SectionHeader.TryTake(ref rest, out _, out _))
                    throw new InvalidOperationException("a batch does not hold what was put into it");
            }

            var refusal = Apply(bucket, sections[..^rest.Length]);
            failure ??= refusal;
            sections = rest;
        }

        if (failure is not null)
            throw failure;
    }

    public override void Release()
    {
        foreach (var bucket in resolved)
            catalog.ReleasePendingWrite(bucket);
        batch.Dispose();
    }

    /// <summary>Returns why the rows cannot be read, or null.</summary>
    MarketStoreException? Apply(Bucket bucket, ReadOnlySpan<byte> sections)
    {
        BucketChange? change = null;
        var refusal = Apply(bucket, sections, ref change);
        bucket.Context.Feed.Tell(change);
        return refusal;
    }

    MarketStoreException? Apply(Bucket bucket, ReadOnlySpan<byte> sections, ref BucketChange? change)
    {
        lock (bucket.Lock)
        {
            try
            {
                if (bucket.IsDestroyed)
                    return null;
                var isVisible = applier.TryApply(bucket, sections, Place, _origin);
                if (isVisible)
                    change = bucket.Context.Feed.Written(bucket, sections, _origin);
                return isVisible
                    ? null
                    : new MarketStoreException(ErrorKind.StorageFailure, $"the rows for {bucket.Key} are safe in the log, do not send them again; they can be read once their files take them (is the disk full?)");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                change = bucket.Context.Feed.WrittenInPart(bucket, sections, _origin);
                return new MarketStoreException(ErrorKind.StorageFailure, $"the files of {bucket.Key} refused: {error.Message}", error);
            }
            catch (MarketStoreException error)
            {
                change = bucket.Context.Feed.WrittenInPart(bucket, sections, _origin);
                return error;
            }
        }
    }

    /// <summary>Under the default setting nothing hangs on it: every group is flushed.</summary>
    bool MakesFile()
    {
        if (batch.Buckets is not [var first, ..] || first.Context.Options.WalSync == WalSync.Commit)
            return false;
        var sections = batch.Body.Span;
        foreach (var bucket in batch.Buckets)
        {
            if (SectionHeader.TryTake(ref sections, out var header, out _) && !bucket.TryGetYear(header.Year, out _))
                return true;
        }

        return false;
    }
}
