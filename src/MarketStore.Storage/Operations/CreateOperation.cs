using MarketStore.Storage.Catalog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>A bucket made without rows, with one empty year file.</summary>
internal sealed class CreateOperation(Bucket bucket, int year, BucketCatalog catalog) : LogOperation
{
    readonly byte[] _body = new CreateRecord(bucket.LogId, year).ToBytes();

    public override void Admit(LogGroup group)
    {
        if (bucket.IsDestroyed)
            throw new BucketDestroyedException(bucket.Key);
        group.Define(bucket);
        Sequence = group.Add(LogRecordKind.Create, _body);
    }

    public override void Apply()
    {
        bucket.Lock.EnterWriteLock();
        try
        {
            catalog.EnsureYear(bucket, bucket.Schema, year);
        }
        finally
        {
            bucket.Lock.ExitWriteLock();
        }
    }

    public override void Release() => catalog.ReleasePendingWrite(bucket);
}
