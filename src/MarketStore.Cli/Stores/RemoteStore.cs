using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;

namespace MarketStore.Cli.Stores;

/// <summary>The buckets of a server.</summary>
internal sealed class RemoteStore(MarketStoreClient client) : IBucketStore
{
    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => client.ListBucketsAsync(cancellationToken);

    public async Task<BucketDescription?> FindAsync(TimeBucketKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetInfoAsync(key.ToString(), cancellationToken);
        }
        catch (MarketStoreException fault) when (fault.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }

    public Task CreateAsync(TimeBucketKey key, RecordType recordType, IReadOnlyList<DataShape> columns, CancellationToken cancellationToken) =>
        client.CreateAsync(key.ToString(), recordType, columns, cancellationToken);

    public Task DestroyAsync(string key, CancellationToken cancellationToken) => client.DestroyAsync(key, cancellationToken);

    public Task WriteAsync(TimeBucketKey key, ColumnSeries rows, RecordType recordType, CancellationToken cancellationToken) =>
        client.WriteAsync([new(key.ToString(), rows)], recordType, cancellationToken);

    public Task<IReadOnlyList<BucketRows>> ReadAsync(string destination, TimeRange range, CancellationToken cancellationToken)
    {
        var request = new QueryRequest { Destination = destination, EpochStart = range.Start.Seconds, EpochStartNanos = range.Start.Nanoseconds };
        // Without an end there is none, on servers of every version.
        if (range.End < EpochTime.MaxValue)
            request = request with { EpochEnd = range.End.Seconds, EpochEndNanos = range.End.Nanoseconds };
        return client.QueryAsync(request, cancellationToken);
    }

    public Task<ColumnSeries> ExecuteSqlAsync(string statement, CancellationToken cancellationToken) => client.ExecuteSqlAsync(statement, cancellationToken);

    public async Task<long> TrimAsync(TimeBucketKey key, EpochTime start, CancellationToken cancellationToken)
    {
        using var result = await client.ExecuteSqlAsync($"DELETE FROM `{key.ToString().Replace("`", "``", StringComparison.Ordinal)}` WHERE Epoch >= {start.Seconds};", cancellationToken);
        return result is { RowCount: 1, Columns: [_, { Type: ElementType.Int64 } count] } ? count.Values<long>()[0] : 0;
    }
}
