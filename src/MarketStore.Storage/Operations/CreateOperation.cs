using MarketStore.Core.Errors;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>A bucket made without rows, with one empty year file.</summary>
internal sealed class CreateOperation(Bucket bucket, int year, BucketCatalog catalog, SectionApplier applier, PendingWork pending) : LogOperation
{
    readonly byte[] _body = new CreateRecord(bucket.LogId, year).ToBytes();

    public override void Admit(LogGroup group)
    {
        if (bucket.IsDestroyed)
            throw new BucketDestroyedException(bucket.Key);
        pending.ThrowIfBlocked(bucket);
        group.Define(bucket);
        group.RequireFlush();
        Place = group.Add(LogRecordKind.Create, _body);
    }

    public override void Apply()
    {
        // A section without rows makes the file.
        Span<byte> section = stackalloc byte[SectionHeader.Size];
        new SectionHeader(bucket.LogId, year, sizeof(int), 0).Write(section);
        lock (bucket.Lock)
        {
            if (!applier.TryApply(bucket, section, Place, origin: null))
                throw new MarketStoreException(ErrorKind.StorageFailure, $"that {bucket.Key} is made is safe in the log; its file cannot be made yet (is the disk full?)");
        }
    }

    public override void Release() => catalog.ReleasePendingWrite(bucket);
}
