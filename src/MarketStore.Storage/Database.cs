using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using Microsoft.Extensions.Logging;

namespace MarketStore.Storage;

/// <summary>The one entry point of the engine: rows go in by <see cref="WriteAsync"/>, and come out by <see cref="Scan"/>. Safe for any number of threads.</summary>
public sealed class Database : IAsyncDisposable
{
    Database(DatabaseOptions options) => Options = options;

    public DatabaseOptions Options { get; }

    public MarketTimeZone Zone => Options.Zone;

    public static Database Open(DatabaseOptions options, ILogger<Database> logger) => throw new NotImplementedException();

    /// <summary>Stores rows of any number of buckets as one batch: after a crash all of them are there or none. Returns once they are durable and readable.</summary>
    public Task WriteAsync(IReadOnlyList<BucketWrite> writes, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Makes an empty bucket with a year file for the given year. Columns named Epoch are left out, and Nanoseconds of a variable bucket too.</summary>
    public Task CreateAsync(TimeBucketKey key, RecordType recordType, IReadOnlyList<DataShape> columns, int year, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Removes a bucket, or every bucket below a shorter path such as <c>AAPL</c> or <c>AAPL/1Min</c>.</summary>
    public Task DestroyAsync(string path, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    public bool TryGetBucket(TimeBucketKey key, [NotNullWhen(true)] out BucketInfo? bucket) => throw new NotImplementedException();

    public IReadOnlyList<TimeBucketKey> ListBuckets() => throw new NotImplementedException();

    /// <summary>All timeframe texts under which a symbol has a bucket of an attribute group.</summary>
    public IReadOnlyList<TimeBucketKey> ListBuckets(string symbol, string attributeGroup) => throw new NotImplementedException();

    public IReadOnlyList<string> ListSymbols() => throw new NotImplementedException();

    /// <summary>Reads rows. The caller disposes the series when it has been sent or copied.</summary>
    public ColumnSeries Scan(TimeBucketKey key, ScanRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <summary>Stops taking writes, checkpoints and leaves no log behind.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
