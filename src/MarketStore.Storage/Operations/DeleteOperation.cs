using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Storage.Catalog;
using MarketStore.Storage.Changes;
using MarketStore.Storage.Wal;

namespace MarketStore.Storage.Operations;

/// <summary>
/// Removes the rows of one bucket within a range. Stands alone, so that every earlier write is applied and no later one is: what is removed, and what stays of slots that the range cuts,
/// is found out when its turn comes.
/// </summary>
internal sealed class DeleteOperation(Bucket bucket, TimeRange range, SectionApplier applier, PendingWork pending, object? origin) : LogOperation
{
    Deletion _deletion = Deletion.None;

    public override bool StandsAlone => true;

    /// <summary>Rows removed, once the operation is complete.</summary>
    public long RowCount => _deletion.RowCount;

    public override void Admit(LogGroup group)
    {
        if (bucket.IsDestroyed || !bucket.Exists)
            throw new BucketNotFoundException(bucket.Key);
        pending.ThrowIfBlocked(bucket);
        try
        {
            _deletion = Deletion.Plan(bucket, range);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MarketStoreException(ErrorKind.StorageFailure, $"nothing was deleted: {error.Message}", error);
        }

        if (_deletion.Parts.Count == 0)
            return;
        group.Define(bucket);
        // Rows that are gone from the files must not come back by a log that lacks the record.
        group.RequireFlush();
        Place = group.Add(LogRecordKind.Delete, new DeleteRecord(bucket.LogId, _deletion.Parts).ToBytes());
    }

    public override void Apply()
    {
        BucketChange? change = null;
        lock (bucket.Lock)
        {
            foreach (var part in _deletion.Parts)
                applier.Delete(bucket, part, part.Rows, Place, isReplay: false);
            if (_deletion.Parts.Count > 0)
                change = bucket.Context.Feed.Deleted(bucket, _deletion.Parts, origin);
        }

        bucket.Context.Feed.Tell(change);
    }
}
