using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.Messages;
using MarketStore.Query;
using MarketStore.Sql;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;
using QueryRequest = MarketStore.Protocol.Messages.QueryRequest;

namespace MarketStore.Server.DataService;

/// <summary>
/// Every method of the data service, for every wire. Requests are checked whole before the engine sees them. Reads throw; changes answer with an error text,
/// since the wire has one for each request. Safe for any number of threads.
/// </summary>
public sealed class MarketDataService(Database database, QueryEngine queryEngine, SqlEngine sqlEngine, ServerVersion version, Func<bool> isQueryable, TimeProvider clock, ILogger<MarketDataService> logger)
{
    /// <summary>What a client reads when the fault is ours; the log has the rest.</summary>
    public const string InternalErrorText = "internal error";

    // Requests of one Write call that wait for the log together: more gain nothing.
    const int MaxPendingWrites = 256;

    readonly SymbolLister _symbols = new(database);

    public string Version => version.Commit;

    /// <summary>Carries out the requests in order. One that fails fails the call: the answer has no place for its error.</summary>
    /// <exception cref="MarketStoreException">A request makes no sense, or nothing was found.</exception>
    public async Task<QueryResponse> QueryAsync(IReadOnlyList<QueryRequest> requests, CancellationToken cancellationToken)
    {
        var results = new List<QueryResult>(Math.Min(requests.Count, 64));
        try
        {
            foreach (var request in requests)
            {
                results.Add(request.IsSqlStatement
                    ? await sqlEngine.ExecuteAsync(request.SqlStatement, cancellationToken)
                    : queryEngine.Execute(QueryRequestReader.Read(request), cancellationToken));
            }
        }
        catch
        {
            results.ForEach(result => result.Dispose());
            throw;
        }

        return new([.. results.Select(ToDataset)], Version, database.Zone.Name, results);
    }

    /// <summary>Stores each request whole or not at all, and answers for those that failed. The clients' bytes must live until this ends.</summary>
    public async Task<MultiServerResponse> WriteAsync(IReadOnlyList<WriteRequest> requests)
    {
        var answers = new ServerResponse?[requests.Count];
        var pending = new List<Task>();
        var pendingKeys = new HashSet<TimeBucketKey>();
        for (var index = 0; index < requests.Count; index++)
        {
            if (!TryRead(requests[index], out var writes, out answers[index]) || writes.Count == 0)
                continue;
            // Requests for one bucket keep their order: the last row of a slot wins. All others share a flush of the log.
            if (pending.Count >= MaxPendingWrites || writes.Any(write => pendingKeys.Contains(write.Key)))
            {
                await Task.WhenAll(pending);
                pending.Clear();
                pendingKeys.Clear();
            }

            pendingKeys.UnionWith(writes.Select(write => write.Key));
            pending.Add(StoreAsync(writes, answers, index));
        }

        await Task.WhenAll(pending);
        return new([.. answers.OfType<ServerResponse>().Where(answer => answer.Error.Length > 0)]);
    }

    /// <summary>Makes empty buckets, with year files of the current year. One answer for each request.</summary>
    public async Task<MultiServerResponse> CreateAsync(IReadOnlyList<CreateRequest> requests)
    {
        var answers = new List<ServerResponse>();
        foreach (var request in requests)
            answers.Add(await CreateAsync(request));
        return new(answers);
    }

    public Task<ServerResponse> CreateAsync(CreateRequest request) => ChangeAsync($"creation of {request.Key}", async () =>
    {
        var (key, recordType, columns) = CreateRequestReader.Read(request);
        try
        {
            await database.CreateAsync(key, recordType, columns, database.Zone.YearAt(clock.GetUtcNow().ToUnixTimeSeconds()), CancellationToken.None);
        }
        catch (MarketStoreException fault) when (fault.Kind == ErrorKind.AlreadyExists)
        {
            throw new MarketStoreException(fault.Kind, $"creation of new catalog entry failed: Can not overwrite file: File is already in directory: {key}", fault);
        }
        catch (MarketStoreException fault)
        {
            throw new MarketStoreException(fault.Kind, $"creation of new catalog entry failed: {fault.Message}", fault);
        }
    });

    /// <summary>Removes buckets, or all that lie below a shorter key. One answer for each request.</summary>
    public async Task<MultiServerResponse> DestroyAsync(IReadOnlyList<KeyRequest> requests)
    {
        var answers = new List<ServerResponse>();
        foreach (var request in requests)
            answers.Add(await DestroyAsync(request));
        return new(answers);
    }

    /// <summary>Removes the rows of ranges. One answer for each request.</summary>
    public async Task<MultiDeleteResponse> DeleteAsync(IReadOnlyList<DeleteRequest> requests)
    {
        var answers = new List<DeleteResponse>();
        foreach (var request in requests)
        {
            var rows = 0L;
            var answer = await ChangeAsync($"deletion in {request.Key}", async () =>
            {
                var (key, range) = DeleteRequestReader.Read(request);
                rows = await database.DeleteAsync(key, range, CancellationToken.None);
            });
            answers.Add(new(answer.Error, answer.Version, rows));
        }

        return new(answers);
    }

    /// <summary>Describes buckets. One answer for each request, errors included.</summary>
    public MultiBucketInfoResponse GetInfo(IReadOnlyList<KeyRequest> requests) => new([.. requests.Select(GetInfo)]);

    /// <exception cref="MarketStoreException">A filter makes no sense.</exception>
    public ListSymbolsResponse ListSymbols(ListSymbolsRequest request, CancellationToken cancellationToken) =>
        isQueryable() ? new(_symbols.List(request, cancellationToken)) : throw new MarketStoreException(ErrorKind.Unavailable, "server is not queryable");

    Task<ServerResponse> DestroyAsync(KeyRequest request) => ChangeAsync($"removal of {request.Key}", async () =>
    {
        const string Failed = "removal of catalog entry failed: ";
        var colon = request.Key.IndexOf(':', StringComparison.Ordinal);
        var path = colon < 0 ? request.Key : request.Key[..colon];
        var parts = path.Split('/', 4);
        if (parts.Length > 3)
            throw new MarketStoreException(ErrorKind.InvalidRequest, $"{Failed}key \"{ClientText.Printable(path)}\" has more than three parts");
        foreach (var part in parts)
        {
            if (TimeBucketKey.FindFault(part) is { } reason)
                throw new MarketStoreException(ErrorKind.InvalidRequest, $"{Failed}key \"{ClientText.Printable(path)}\" is not usable: {reason}");
        }

        try
        {
            await database.DestroyAsync(path, CancellationToken.None);
        }
        catch (MarketStoreException fault) when (!fault.Message.StartsWith(Failed, StringComparison.Ordinal))
        {
            throw new MarketStoreException(fault.Kind, Failed + fault.Message, fault);
        }
    });

    BucketInfoResponse GetInfo(KeyRequest request)
    {
        try
        {
            if (!TimeBucketKey.TryParse(request.Key, out var key, out var reason))
                return new(new ServerResponse($"unable to get info about key {ClientText.Printable(request.Key)}: {reason}", Version));
            if (!database.TryGetBucket(key, out var bucket))
                return new(new ServerResponse($"unable to get info about key {ClientText.Printable(request.Key)}: directory path {key}/1970.bin not found in catalog", Version));
            return new(new ServerResponse("", Version))
            {
                LatestYear = bucket.LatestYear,
                TimeframeNanoseconds = bucket.Timeframe.Nanoseconds,
                Shapes = [new(ColumnSeries.EpochName, ElementType.Int64), .. bucket.Columns],
                RecordType = bucket.RecordType,
            };
        }
        catch (MarketStoreException fault)
        {
            return new(new ServerResponse($"unable to get info about key {ClientText.Printable(request.Key)}: {fault.Message}", Version));
        }
    }

    bool TryRead(WriteRequest request, out IReadOnlyList<BucketWrite> writes, out ServerResponse? refusal)
    {
        try
        {
            (writes, refusal) = (WriteRequestReader.Read(request), null);
            return true;
        }
        catch (MarketStoreException fault)
        {
            (writes, refusal) = ([], new(fault.Message, Version));
            return false;
        }
    }

    // Not cancelled when the client goes: the engine reads the client's bytes until it is done.
    async Task StoreAsync(IReadOnlyList<BucketWrite> writes, ServerResponse?[] answers, int index) =>
        answers[index] = await ChangeAsync($"write to {writes[0].Key} and {writes.Count - 1} more", () => database.WriteAsync(writes, CancellationToken.None));

    /// <summary>
    /// Every change of data, whoever asks for it, passes through here: the place to refuse changes while the server may not write.
    /// (A change by SQL goes through the SQL engine instead.)
    /// </summary>
    async Task<ServerResponse> ChangeAsync(string what, Func<Task> change)
    {
        try
        {
            await change();
            return new("", Version);
        }
        catch (MarketStoreException fault)
        {
            if (fault.Kind is ErrorKind.StorageFailure or ErrorKind.DamagedFile)
                logger.LogError(fault, "Refused {Change}", ClientText.Printable(what));
            return new(fault.Message, Version);
        }
#pragma warning disable CA1031 // The other requests of the call still deserve their answer; the defect is in the log.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            logger.LogError(fault, "Failed {Change}", ClientText.Printable(what));
            return new(InternalErrorText, Version);
        }
    }

    static Dataset ToDataset(QueryResult result) => new(result.Shapes, [.. result.Buckets.Select(bucket => new DatasetBucket(bucket.Key, bucket.Rows))]);
}
