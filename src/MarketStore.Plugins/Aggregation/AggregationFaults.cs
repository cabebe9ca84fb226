using System.Runtime.ExceptionServices;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Plugins.Abstractions;

namespace MarketStore.Plugins.Aggregation;

/// <summary>What the store refuses in one call of the trigger, bucket by bucket. For one thread.</summary>
/// <param name="host">Counts.</param>
/// <param name="say">Says something once.</param>
internal sealed class AggregationFaults(IPluginHost host, Action<string> say)
{
    MarketStoreException? _passing;

    /// <summary>Carries something out for a bucket; what is refused is kept.</summary>
    public async Task Of(TimeBucketKey key, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (MarketStoreException error) when (error.Kind != ErrorKind.Unavailable)
        {
            Add(key, error);
        }
    }

    /// <summary>A disk may take it later. Columns that do not fit, and damage, need somebody to see to them, and are told once.</summary>
    public void Add(TimeBucketKey key, MarketStoreException error)
    {
        host.Count("refusals");
        if (error.Kind == ErrorKind.StorageFailure)
            _passing ??= error;
        else
            say($"{key} takes no bars, or none can be made of it: {error.Message}");
    }

    /// <exception cref="MarketStoreException">The first of what may go well later.</exception>
    public void ThrowIfPassing()
    {
        if (_passing is not null)
            ExceptionDispatchInfo.Throw(_passing);
    }
}
