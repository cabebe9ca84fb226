using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Protocol.Messages;

namespace MarketStore.Server.DataService;

/// <summary>Turns a Delete request into what the engine takes.</summary>
internal static class DeleteRequestReader
{
    /// <exception cref="MarketStoreException">The request makes no sense; the message says why.</exception>
    public static (TimeBucketKey Key, TimeRange Range) Read(DeleteRequest request)
    {
        if (!TimeBucketKey.TryParse(request.Key, out var key, out var reason))
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"deletion failed: {reason}");
        // Whoever forgets both bounds would lose all.
        if (request.EpochStart is null && request.EpochEnd is null)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"deletion failed: {key}: a deletion needs epoch_start or epoch_end");
        var start = request.EpochStart is { } first ? EpochTime.FromSecondsAndNanos(first, request.EpochStartNanos ?? 0) : EpochTime.MinValue;
        // Bars of the last second count, and ticks up to its very start.
        var end = request.EpochEnd is { } last ? EpochTime.FromSecondsAndNanos(last, request.EpochEndNanos ?? 0) : EpochTime.MaxValue;
        return (key, new(start, end));
    }
}
