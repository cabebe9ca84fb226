using System.Diagnostics.CodeAnalysis;
using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Functions.Windows;
using MarketStore.Storage;

namespace MarketStore.Query.Planning;

/// <summary>Chooses, for each symbol and attribute group asked for, the bucket to read: docs/queries.md, "Which bucket is read".</summary>
internal sealed class QueryPlanner(Database database)
{
    readonly Database _database = database;

    /// <summary>Plans in the order of the request; names without a bucket are left out. Empty when nothing was found.</summary>
    /// <exception cref="MarketStoreException">The timeframe is none, and no bucket has exactly its text; or the request names too many keys.</exception>
    public List<BucketPlan> Plan(Destination destination, CancellationToken cancellationToken)
    {
        var symbols = destination.WantsAllSymbols ? _database.ListSymbols() : destination.Symbols;
        if ((long)symbols.Count * destination.AttributeGroups.Count > QueryLimits.MaxKeys)
            throw new MarketStoreException(ErrorKind.LimitExceeded, $"a query can name {QueryLimits.MaxKeys} keys at most: {destination.Text}");

        var isWindow = CandleWindow.TryParse(destination.Timeframe, out var window);
        var canBeBucket = TimeBucketKey.FindFault(destination.Timeframe) is null;
        var plans = new List<BucketPlan>();
        foreach (var group in destination.AttributeGroups.Where(IsName))
        {
            foreach (var symbol in symbols.Where(IsName))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var resultKey = $"{symbol}/{destination.Timeframe}/{group}:{TimeBucketKey.DefaultCategories}";
                if (canBeBucket && _database.TryGetBucket(new(symbol, destination.Timeframe, group), out var exact))
                    plans.Add(new(resultKey, exact, BarWindow: null));
                else if (isWindow && TryFindSource(symbol, destination.Timeframe, group, window, out var source))
                    plans.Add(new(resultKey, source, window));
            }
        }

        if (plans.Count == 0 && !isWindow)
        {
            throw new MarketStoreException(
                ErrorKind.InvalidRequest,
                $"timeframe not found in TimeBucketKey={destination.Text}: timeframe not found in \"{QueryLimits.Echo(destination.Timeframe)}\"");
        }

        return plans;
    }

    // A name that no key can have matches nothing, as any other name without a bucket.
    static bool IsName(string name) => TimeBucketKey.FindFault(name) is null;

    bool TryFindSource(string symbol, string asked, string group, CandleWindow window, [NotNullWhen(true)] out BucketInfo? source)
    {
        source = null;
        foreach (var timeframe in SourceTimeframes.For(window))
        {
            // It was not there a moment ago. Made since, it is no source of bars but what was asked for, and this query came before it.
            if (timeframe.Text == asked)
                continue;
            if (!_database.TryGetBucket(new(symbol, timeframe.Text, group), out var bucket))
                continue;
            if (SourceTimeframes.Nests(timeframe, window, _database.Zone, bucket.Years))
            {
                source = bucket;
                return true;
            }

            // Better bars from slots that lie across a border than none.
            source ??= bucket;
        }

        return source is not null;
    }
}
