using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Protocol.Messages;
using EngineRequest = MarketStore.Query.QueryRequest;

namespace MarketStore.Server.DataService;

/// <summary>Turns a Query request that is no SQL statement into one for the engine.</summary>
internal static class QueryRequestReader
{
    /// <exception cref="MarketStoreException">The request makes no sense; the message says why.</exception>
    public static EngineRequest Read(QueryRequest request)
    {
        RefuseIncompleteDestination(request);
        if (request.LimitRecordCount < 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"limit_record_count must not be negative, have: {request.LimitRecordCount}");

        return new()
        {
            Destination = request.Destination,
            KeyCategory = request.KeyCategory,
            Range = new(ReadBound(request.EpochStart, request.EpochStartNanos, new(0, 0)), ReadBound(request.EpochEnd, request.EpochEndNanos, EpochTime.MaxValue)),
            LimitRecordCount = request.LimitRecordCount,
            LimitFromStart = request.LimitFromStart,
            Columns = request.Columns,
            Functions = request.Functions,
        };
    }

    // A trailing slash is harmless.
    static void RefuseIncompleteDestination(QueryRequest request)
    {
        var colon = request.Destination.IndexOf(':', StringComparison.Ordinal);
        var items = colon < 0 ? request.Destination : request.Destination[..colon];
        var parts = items.Split('/', 5);
        if (parts.Length < 3 || parts.AsSpan(0, 3).Contains("") || parts.Length > 4 || (parts.Length == 4 && parts[3].Length > 0))
        {
            var categories = request.KeyCategory.Length > 0 ? request.KeyCategory : TimeBucketKey.DefaultCategories;
            throw new MarketStoreException(
                ErrorKind.InvalidRequest,
                $"destinations must have a Symbol, Timeframe and AttributeGroup, have: {ClientText.Printable(items)}:{ClientText.Printable(categories)}");
        }
    }

    static EpochTime ReadBound(long? seconds, long? nanoseconds, EpochTime absent) =>
        seconds is { } given ? EpochTime.FromSecondsAndNanos(given, nanoseconds ?? 0) : absent;
}
