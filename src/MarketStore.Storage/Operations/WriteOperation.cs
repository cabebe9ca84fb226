using MarketStore.Core.Errors;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>A batch of rows.</summary>
/// <param name="batch">The rows; owned from here on.</param>
/// <param name="resolved">The buckets as the catalog lent them, once each.</param>
internal sealed class WriteOperation(EncodedBatch batch, IReadOnlyList<Bucket> resolved, BucketCatalog catalog, SectionApplier applier, PendingWork pending) : LogOperation
{
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
        Place = group.Add(LogRecordKind.Batch, batch.Body, _bodyHash);
    }

    /// <summary>Sections of one bucket follow each other and become visible together. What one bucket's files refuse keeps no other bucket's rows back.</summary>
    public override void Apply()
    {
        var sections = batch.Body;
        MarketStoreException? failure = null;
        for (var position = 0; position < batch.Buckets.Count;)
        {
            var bucket = batch.Buckets[position];
            var bytes = 0;
            for (; position < batch.Buckets.Count && batch.Buckets[position] == bucket; position++)
                bytes += SectionHeader.Size + PayloadBytes(sections.Span[bytes..]);
            var refusal = Apply(bucket, sections.Span[..bytes]);
            failure ??= refusal;
            sections = sections[bytes..];
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
        lock (bucket.Lock)
        {
            try
            {
                return bucket.IsDestroyed || applier.TryApply(bucket, sections, Place)
                    ? null
                    : new MarketStoreException(ErrorKind.StorageFailure, $"the rows for {bucket.Key} are safe in the log, do not send them again; they can be read once their files take them (is the disk full?)");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return new MarketStoreException(ErrorKind.StorageFailure, $"the files of {bucket.Key} refused: {error.Message}", error);
            }
            catch (MarketStoreException error)
            {
                return error;
            }
        }
    }

    bool MakesFile()
    {
        var sections = batch.Body.Span;
        foreach (var bucket in batch.Buckets)
        {
            if (SectionHeader.TryRead(sections, out var header) && !bucket.TryGetYear(header.Year, out _))
                return true;
            sections = sections[(SectionHeader.Size + (int)header.PayloadBytes)..];
        }

        return false;
    }

    static int PayloadBytes(ReadOnlySpan<byte> section) =>
        SectionHeader.TryRead(section, out var header) ? (int)header.PayloadBytes : throw new InvalidOperationException("a batch does not hold what was put into it");
}
