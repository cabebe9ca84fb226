using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;

namespace MarketStore.Cli.Stores;

/// <summary>Buckets, wherever they are: behind a server, or in a directory of this machine. Every method throws a <see cref="MarketStoreException"/> if it is refused.</summary>
internal interface IBucketStore
{
    /// <summary>The keys of all buckets, in no particular order.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Describes a bucket; null if there is none.</summary>
    Task<BucketDescription?> FindAsync(TimeBucketKey key, CancellationToken cancellationToken);

    Task CreateAsync(TimeBucketKey key, RecordType recordType, IReadOnlyList<DataShape> columns, CancellationToken cancellationToken);

    /// <summary>Removes a bucket, or all buckets below a shorter key.</summary>
    Task DestroyAsync(string key, CancellationToken cancellationToken);

    /// <summary>Stores rows durably. The rows are no longer read once the task has ended.</summary>
    Task WriteAsync(TimeBucketKey key, ColumnSeries rows, RecordType recordType, CancellationToken cancellationToken);

    /// <summary>Reads the rows of a range. The caller disposes the rows of every bucket.</summary>
    /// <exception cref="MarketStoreException">The kind is <see cref="ErrorKind.NotFound"/> if there is no such bucket.</exception>
    Task<IReadOnlyList<BucketRows>> ReadAsync(string destination, TimeRange range, CancellationToken cancellationToken);

    /// <summary>Carries out an SQL statement. The caller disposes the rows.</summary>
    Task<ColumnSeries> ExecuteSqlAsync(string statement, CancellationToken cancellationToken);

    /// <summary>Removes the rows of a bucket from an instant on.</summary>
    /// <returns>How many there were.</returns>
    Task<long> TrimAsync(TimeBucketKey key, EpochTime start, CancellationToken cancellationToken);
}
