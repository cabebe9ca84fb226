using MarketStore.Storage;

namespace MarketStore.Query;

/// <summary>Carries out reads over the engine: finds buckets, makes coarser timeframes on the fly, applies functions. Safe for any number of threads.</summary>
public sealed class QueryEngine(Database database, TimeProvider clock)
{
    readonly Database _database = database;
    readonly TimeProvider _clock = clock;

    /// <exception cref="Core.Errors.MarketStoreException">The request makes no sense, or nothing was found.</exception>
    public QueryResult Execute(QueryRequest request, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
