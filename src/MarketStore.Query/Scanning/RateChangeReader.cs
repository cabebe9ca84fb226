using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Functions.Adjustment;
using MarketStore.Storage;

namespace MarketStore.Query.Scanning;

/// <summary>Reads the splits and dividends in shares of a symbol from its bucket <c>symbol/1D/ACTIONS</c>, each time anew, so that what was just written counts.</summary>
public static class RateChangeReader
{
    /// <summary>Ascending in time; empty when there is no such bucket.</summary>
    public static IReadOnlyList<RateChange> Read(Database database, string symbol, CancellationToken cancellationToken)
    {
        var key = new TimeBucketKey(symbol, "1D", "ACTIONS");
        if (!database.TryGetBucket(key, out _))
            return [];
        try
        {
            using var rows = database.Scan(key, new(TimeRange.All, Columns: CorporateActions.Columns), cancellationToken);
            return CorporateActions.Read(rows);
        }
        catch (BucketNotFoundException)
        {
            return [];
        }
    }
}
