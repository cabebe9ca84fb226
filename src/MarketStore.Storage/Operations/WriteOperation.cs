using MarketStore.Storage.Catalog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>A batch of rows.</summary>
/// <param name="batch">The rows; owned from here on.</param>
/// <param name="resolved">The buckets as the catalog lent them, once each.</param>
internal sealed class WriteOperation(EncodedBatch batch, IReadOnlyList<Bucket> resolved, BucketCatalog catalog, SectionApplier applier) : LogOperation
{
    ulong _bodyHash;
    int _appliedSections;
    int _appliedBytes;

    public override int LogBytes => batch.Length;

    /// <summary>Call once the batch is complete, on the thread that made it: the checksum is not the commit thread's work.</summary>
    public void Seal() => _bodyHash = LogRecordHeader.HashBody(batch.Body.Span);

    public override void Admit(LogGroup group)
    {
        foreach (var bucket in batch.Buckets)
        {
            if (bucket.IsDestroyed)
                throw new BucketDestroyedException(bucket.Key);
            group.Define(bucket);
        }

        Sequence = group.Add(LogRecordKind.Batch, batch.Body, _bodyHash);
    }

    /// <summary>Applies section by section; sections of one bucket follow each other and become visible together. May be called again after a failure.</summary>
    public override void Apply()
    {
        while (_appliedSections < batch.Buckets.Count)
        {
            var bucket = batch.Buckets[_appliedSections];
            var (sections, bytes) = (_appliedSections, _appliedBytes);
            bucket.Lock.EnterWriteLock();
            try
            {
                for (; sections < batch.Buckets.Count && batch.Buckets[sections] == bucket; sections++)
                {
                    var source = batch.Body.Span[bytes..];
                    if (!SectionHeader.TryRead(source, out var header))
                        throw new InvalidOperationException("a batch does not hold what was put into it");
                    if (!bucket.IsDestroyed)
                        applier.Apply(bucket, header, source.Slice(SectionHeader.Size, (int)header.PayloadBytes), Sequence);
                    bytes += SectionHeader.Size + (int)header.PayloadBytes;
                    // A variable section must not be added twice; a fixed one may be written again.
                    (_appliedSections, _appliedBytes) = (sections + 1, bytes);
                }
            }
            finally
            {
                bucket.Lock.ExitWriteLock();
            }
        }
    }

    public override void Release()
    {
        foreach (var bucket in resolved)
            catalog.ReleasePendingWrite(bucket);
        batch.Dispose();
    }
}
