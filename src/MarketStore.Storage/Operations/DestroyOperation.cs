using MarketStore.Storage.Catalog;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>Removes a bucket, or all below a shorter path. Stands alone, so that every earlier write is applied and no later one is.</summary>
internal sealed class DestroyOperation(string path, BucketCatalog catalog, PendingWork pending) : LogOperation
{
    public override bool StandsAlone => true;

    public override void Admit(LogGroup group)
    {
        // Throws for a path that names nothing.
        _ = catalog.FindBelow(path);
        Place = group.Add(LogRecordKind.Destroy, DestroyRecord.ToBytes(path));
    }

    public override void Apply()
    {
        try
        {
            catalog.Remove(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && Place.Segment > 0)
        {
            // The buckets are gone for every reader, and the log says so.
            pending.AddRemoval(path, Place, error);
        }
    }
}
