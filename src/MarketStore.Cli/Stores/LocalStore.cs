using MarketStore.Client;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.Sql;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;

namespace MarketStore.Cli.Stores;

/// <summary>The buckets of a data directory, opened in this process. It holds the directory's lock, so no server runs on it meanwhile.</summary>
internal sealed class LocalStore : IBucketStore, IAsyncDisposable
{
    readonly Database _database;
    readonly QueryEngine _queries;
    readonly SqlEngine _sql;

    LocalStore(Database database)
    {
        _database = database;
        _queries = new(database, TimeProvider.System);
        _sql = new(database, _queries, new SqlOptions(), TimeProvider.System);
    }

    /// <exception cref="IOException">The directory cannot be made, or another process holds it.</exception>
    public static LocalStore Open(DatabaseOptions options, ILogger<Database> logger) => new(Database.Open(options, logger));

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([.. _database.ListBuckets().Select(key => key.ToString())]);

    public Task<BucketDescription?> FindAsync(TimeBucketKey key, CancellationToken cancellationToken) =>
        Task.FromResult(_database.TryGetBucket(key, out var bucket) ? Describe(bucket) : null);

    public Task CreateAsync(TimeBucketKey key, RecordType recordType, IReadOnlyList<DataShape> columns, CancellationToken cancellationToken) =>
        _database.CreateAsync(key, recordType, columns, _database.Zone.YearAt(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()), cancellationToken);

    public Task DestroyAsync(string key, CancellationToken cancellationToken) => _database.DestroyAsync(key.Split(':')[0], cancellationToken);

    public Task WriteAsync(TimeBucketKey key, ColumnSeries rows, RecordType recordType, CancellationToken cancellationToken) =>
        _database.WriteAsync([new(key, rows, IsVariable: recordType == RecordType.Variable)], cancellationToken);

    public Task<IReadOnlyList<BucketRows>> ReadAsync(string destination, TimeRange range, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<BucketRows>>(
        () =>
        {
            var result = _queries.Execute(new() { Destination = destination, Range = range }, cancellationToken);
            return [.. result.Buckets.Select(bucket => new BucketRows(bucket.Key, bucket.Rows))];
        },
        cancellationToken);

    public async Task<ColumnSeries> ExecuteSqlAsync(string statement, CancellationToken cancellationToken)
    {
        var result = await _sql.ExecuteAsync(statement, cancellationToken);
        return result.Buckets.Count == 0 ? new([], rowCount: 0) : result.Buckets[0].Rows;
    }

    public Task<long> TrimAsync(TimeBucketKey key, EpochTime start, CancellationToken cancellationToken) =>
        _database.DeleteAsync(key, new(start, EpochTime.MaxValue), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _sql.Dispose();
        await _database.DisposeAsync();
    }

    static BucketDescription Describe(BucketInfo bucket) => new(
        bucket.LatestYear,
        bucket.Timeframe.Nanoseconds,
        [new(ColumnSeries.EpochName, ElementType.Int64), .. bucket.Columns],
        bucket.RecordType);
}
