using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Plugins.Abstractions;
using MarketStore.Storage;

namespace MarketStore.Server.Plugins;

/// <summary>The database for one plug-in.</summary>
/// <param name="database">The database.</param>
/// <param name="origin">Tells what led to a write, so that no trigger hears of its own.</param>
internal sealed class PluginStore(Database database, Func<object?> origin) : IPluginStore
{
    public Task WriteAsync(IReadOnlyList<PluginWrite> writes, CancellationToken cancellationToken) => database.WriteAsync(WritesOf(writes), origin(), isQuiet: false, cancellationToken);

    public Task WriteQuietlyAsync(IReadOnlyList<PluginWrite> writes, CancellationToken cancellationToken) => database.WriteAsync(WritesOf(writes), origin: null, isQuiet: true, cancellationToken);

    public async Task<long> DeleteAsync(TimeBucketKey key, TimeRange range, CancellationToken cancellationToken)
    {
        try
        {
            return await database.DeleteAsync(key, range, origin(), cancellationToken);
        }
        catch (BucketNotFoundException)
        {
            return 0;
        }
    }

    public ColumnSeries? Read(TimeBucketKey key, TimeRange range, IReadOnlyList<string>? columns, CancellationToken cancellationToken)
    {
        try
        {
            var rows = database.Scan(key, new(range, Columns: columns), cancellationToken);
            if (rows.RowCount > 0)
                return rows;
            rows.Dispose();
            return null;
        }
        catch (BucketNotFoundException)
        {
            return null;
        }
    }

    public bool TryGetBucket(TimeBucketKey key, [NotNullWhen(true)] out PluginBucket? bucket)
    {
        bucket = database.TryGetBucket(key, out var found) ? new(found.RecordType == RecordType.Variable, found.Columns) : null;
        return bucket is not null;
    }

    public IReadOnlyList<TimeBucketKey> ListBuckets() => database.ListBuckets();

    static BucketWrite[] WritesOf(IReadOnlyList<PluginWrite> writes) => [.. writes.Select(write => new BucketWrite(write.Key, write.Rows, write.IsVariable))];
}
