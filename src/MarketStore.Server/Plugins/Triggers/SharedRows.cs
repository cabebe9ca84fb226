using MarketStore.Storage.Changes;

namespace MarketStore.Server.Plugins.Triggers;

/// <summary>A change that several triggers hold: its rows are given back when the last of them is done.</summary>
internal sealed class SharedRows(BucketChange change, int holders)
{
    int _holders = holders;

    public BucketChange Change { get; } = change;

    public long Bytes { get; } = 200 + (change.Rows?.Columns.Sum(column => (long)column.Data.Length) ?? 0);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            Change.Dispose();
    }
}
