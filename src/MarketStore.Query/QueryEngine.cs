using MarketStore.Core.Errors;
using MarketStore.Query.Planning;
using MarketStore.Query.Scanning;
using MarketStore.Query.Tables;
using MarketStore.Storage;

namespace MarketStore.Query;

/// <summary>Carries out reads over the engine: finds buckets, makes coarser timeframes on the fly, applies functions. Safe for any number of threads.</summary>
public sealed class QueryEngine(Database database, TimeProvider clock)
{
    readonly Database _database = database;
    readonly TimeProvider _clock = clock;
    readonly QueryPlanner _planner = new(database);

    /// <summary>
    /// The most bytes of rows that one answer may hold; a larger one is an error. By default half of the memory that the process may use.
    /// </summary>
    public long MaxResultBytes { get; init; } = Math.Max(64L << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>Reads what a request asks for. The caller disposes the result when it has been sent.</summary>
    /// <exception cref="MarketStoreException">The request makes no sense, nothing was found, or the answer would be too large.</exception>
    public QueryResult Execute(QueryRequest request, CancellationToken cancellationToken = default)
    {
        if (request.LimitRecordCount < 0)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"limit_record_count must not be negative, have: {request.LimitRecordCount}");

        var destination = Destination.Parse(request.Destination, request.KeyCategory);
        var read = new ReadRequest(
            request.Range,
            request.LimitRecordCount == 0 ? null : request.LimitRecordCount,
            request.LimitFromStart || request.LimitRecordCount == 0 ? ScanDirection.First : ScanDirection.Last,
            new(request.Columns),
            new(request.Functions));
        var plans = _planner.Plan(destination, cancellationToken);
        if (plans.Count == 0)
            throw NothingFound(destination, request);

        var reader = new BucketReader(_database, new(MaxResultBytes), new(_database.Zone, _clock));
        return ResultAssembly.Assemble(plans, ParallelRead.Run(plans, (plan, token) => reader.TryRead(plan, read, token), cancellationToken))
            ?? throw NothingFound(destination, request);
    }

    /// <summary>
    /// What a name of a table stands for: <c>AAPL/1Min/OHLCV</c> is one bucket, or bars made of a finer one; <c>AAPL,MSFT/1D/OHLCV</c> and <c>*/1D/OHLCV</c> are many symbols.
    /// In a list, <c>*</c> stands for any characters and <c>?</c> for one.
    /// </summary>
    /// <exception cref="MarketStoreException">The name is none of a table, or no bucket is there.</exception>
    public BucketTable FindTable(string name, CancellationToken cancellationToken = default)
    {
        var destination = Destination.Parse(name, "");
        if (destination.AttributeGroups.Count > 1)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"`{destination.Text}`: a table is of one attribute group");
        var isOne = destination.Symbols.Count == 1 && !SymbolPattern.IsOne(destination.Symbols[0]);
        var symbols = isOne ? destination.Symbols : SymbolPattern.Expand(destination.Symbols, _database.ListSymbols());
        var plans = _planner.Plan(destination with { Symbols = symbols }, cancellationToken);
        return plans.Count > 0
            ? new(name, plans, hasSymbols: !isOne, _database, MaxResultBytes)
            : throw new MarketStoreException(ErrorKind.NotFound, $"there is no table `{QueryLimits.Echo(name)}`: neither a bucket of that key nor a finer one to make its bars of");
    }

    MarketStoreException NothingFound(Destination destination, QueryRequest request)
    {
        var start = ReferenceTimeText.Format(request.Range.Start, _database.Zone);
        var end = ReferenceTimeText.Format(request.Range.End, _database.Zone);
        return new(
            ErrorKind.NotFound,
            $"no results returned from query: Target: {destination.Text}, start, end: {start},{end} limitRecordCount: {request.LimitRecordCount}: no files returned from query parse");
    }
}
