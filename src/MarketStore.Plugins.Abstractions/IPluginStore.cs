using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;

namespace MarketStore.Plugins.Abstractions;

/// <summary>The store, as a plug-in sees it. Errors are <see cref="Core.Errors.MarketStoreException"/>.</summary>
public interface IPluginStore
{
    /// <summary>Stores rows of any number of buckets as one batch; returns once they are durable and readable. Triggers hear of them, but not the one that wrote them.</summary>
    Task WriteAsync(IReadOnlyList<PluginWrite> writes, CancellationToken cancellationToken = default);

    /// <summary>
    /// The same, and no trigger hears of it, also not after a crash: for back-fills whose coarser bars come from elsewhere, and which subscribers do not wait for. A trigger that reads these rows later,
    /// since others near them have changed, reads them as any others.
    /// </summary>
    Task WriteQuietlyAsync(IReadOnlyList<PluginWrite> writes, CancellationToken cancellationToken = default);

    /// <summary>Removes rows within a range, both ends inclusive; returns how many. A bucket that is not there has none.</summary>
    Task<long> DeleteAsync(TimeBucketKey key, TimeRange range, CancellationToken cancellationToken = default);

    /// <summary>Reads rows, ascending in time. The caller disposes them. No rows of a bucket that is not there.</summary>
    /// <param name="key">The bucket, which must exist: nothing is made of finer ones.</param>
    /// <param name="range">Both ends inclusive.</param>
    /// <param name="columns">Names of columns besides Epoch (and Nanoseconds of ticks); null for all.</param>
    ColumnSeries? Read(TimeBucketKey key, TimeRange range, IReadOnlyList<string>? columns = null, CancellationToken cancellationToken = default);

    /// <summary>What is stored under a key.</summary>
    bool TryGetBucket(TimeBucketKey key, [NotNullWhen(true)] out PluginBucket? bucket);

    /// <summary>All keys.</summary>
    IReadOnlyList<TimeBucketKey> ListBuckets();
}
