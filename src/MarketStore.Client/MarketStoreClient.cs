using System.Net;
using System.Net.Http.Headers;
using MarketStore.Client.Wire;
using MarketStore.Core.Errors;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;

namespace MarketStore.Client;

/// <summary>
/// Talks to a MarketStore server by JSON-RPC over HTTP, in MessagePack. Safe for any number of threads. Every method throws a
/// <see cref="MarketStoreException"/> with the server's own words if it refuses, and one of the kind <see cref="ErrorKind.Unavailable"/> if there is no
/// server to talk to.
/// </summary>
public sealed class MarketStoreClient : IDisposable
{
    const string VersionHeader = "Marketstore-Version";

    static readonly MediaTypeHeaderValue ContentType = new(new MessagePackCodec().RequestContentType);

    readonly HttpClient _http;
    readonly bool _ownsHttp;
    readonly Uri _rpcAddress;
    long _lastId;

    /// <param name="serverAddress">Such as <c>http://localhost:5993</c>.</param>
    public MarketStoreClient(Uri serverAddress)
        : this(serverAddress, new HttpClient()) => _ownsHttp = true;

    /// <param name="serverAddress">Such as <c>http://localhost:5993</c>.</param>
    /// <param name="http">Sends the requests, under the caller's time limits; it stays the caller's to dispose.</param>
    public MarketStoreClient(Uri serverAddress, HttpClient http)
    {
        ArgumentNullException.ThrowIfNull(http);
        (_rpcAddress, _http) = (new Uri(serverAddress, "/rpc"), http);
    }

    /// <summary>Reads rows; the memory that comes back is the caller's alone.</summary>
    /// <exception cref="MarketStoreException">One of the queries failed: then none is answered. The kind is <see cref="ErrorKind.NotFound"/> if there is no such bucket.</exception>
    public Task<QueryReply> QueryAsync(IReadOnlyList<QueryRequest> queries, CancellationToken cancellationToken = default) =>
        CallAsync("DataService.Query", RequestWriter.Queries(queries), ReplyReader.ReadQueryReply, cancellationToken);

    /// <summary>Reads the rows of one query.</summary>
    /// <exception cref="MarketStoreException">The query failed. The kind is <see cref="ErrorKind.NotFound"/> if there is no such bucket.</exception>
    public async Task<IReadOnlyList<BucketRows>> QueryAsync(QueryRequest query, CancellationToken cancellationToken = default)
    {
        var reply = await QueryAsync([query], cancellationToken).ConfigureAwait(false);
        return reply.Results.Count == 1 ? reply.Results[0] : throw UnreadableReplyException.Because($"{reply.Results.Count} answers to one query");
    }

    /// <summary>Carries out one SQL statement.</summary>
    /// <returns>The rows of its result; a statement that changes something tells how much in one row.</returns>
    /// <exception cref="MarketStoreException">The statement makes no sense or cannot be carried out; the message says where and why.</exception>
    public async Task<ColumnSeries> ExecuteSqlAsync(string statement, CancellationToken cancellationToken = default)
    {
        var buckets = await QueryAsync(new QueryRequest { IsSqlStatement = true, SqlStatement = statement }, cancellationToken).ConfigureAwait(false);
        return buckets.Count == 0 ? new([], rowCount: 0) : buckets[0].Rows;
    }

    /// <summary>
    /// Stores rows of any number of buckets as one batch: all are kept, or none. Buckets that do not exist are made, with the given record type; that of an
    /// existing one stays. Returns once the rows are durable, as far as the server is set up for it.
    /// </summary>
    /// <param name="buckets">All with the same columns in the same order.</param>
    /// <exception cref="ArgumentException">The buckets differ in their columns.</exception>
    /// <exception cref="MarketStoreException">The server refused the rows.</exception>
    public Task WriteAsync(IReadOnlyList<BucketRows> buckets, RecordType recordType, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        var shapes = buckets.Count == 0 ? [] : buckets[0].Rows.Shapes.ToList();
        if (buckets.FirstOrDefault(bucket => !bucket.Rows.Shapes.SequenceEqual(shapes)) is { } other)
            throw new ArgumentException($"{other.Key} has other columns than {buckets[0].Key}", nameof(buckets));
        return shapes.Count == 0 ? Task.CompletedTask : ChangeAsync("DataService.Write", RequestWriter.Write(buckets, shapes, recordType), cancellationToken);
    }

    /// <summary>Makes an empty bucket.</summary>
    /// <param name="key">Such as <c>AAPL/1Min/OHLCV</c>.</param>
    /// <param name="columns">The stored columns: Epoch may be left out, and Nanoseconds of ticks has to be.</param>
    /// <exception cref="MarketStoreException">The bucket exists, or cannot be made.</exception>
    public Task CreateAsync(string key, RecordType recordType, IReadOnlyList<DataShape> columns, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ChangeAsync("DataService.Create", RequestWriter.Create(key, recordType, columns), cancellationToken);
    }

    /// <summary>Removes a bucket, or all buckets below a shorter key such as <c>AAPL</c> or <c>AAPL/1Min</c>.</summary>
    /// <exception cref="MarketStoreException">There is nothing of that name.</exception>
    public Task DestroyAsync(string key, CancellationToken cancellationToken = default) =>
        ChangeAsync("DataService.Destroy", RequestWriter.Keys([key]), cancellationToken);

    /// <summary>The names of all symbols, in no particular order.</summary>
    public Task<IReadOnlyList<string>> ListSymbolsAsync(CancellationToken cancellationToken = default) => ListAsync("symbol", cancellationToken);

    /// <summary>The keys of all buckets, such as <c>AAPL/1Min/OHLCV</c>, in no particular order.</summary>
    public Task<IReadOnlyList<string>> ListBucketsAsync(CancellationToken cancellationToken = default) => ListAsync(ListSymbolsRequest.KeyFormat, cancellationToken);

    /// <summary>Describes a bucket.</summary>
    /// <exception cref="MarketStoreException">There is no such bucket.</exception>
    public Task<BucketDescription> GetInfoAsync(string key, CancellationToken cancellationToken = default) =>
        CallAsync("DataService.GetInfo", RequestWriter.Keys([key]), ReplyReader.ReadBucketDescription, cancellationToken);

    /// <summary>The commit that the server was built from.</summary>
    public async Task<string> GetServerVersionAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, _rpcAddress);
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Headers.TryGetValues(VersionHeader, out var values)
            ? values.First()
            : throw UnreadableReplyException.Because($"no header {VersionHeader}: {_rpcAddress} is no MarketStore server");
    }

    /// <summary>What the server tells about itself and its plug-ins: plain text, for people.</summary>
    /// <exception cref="MarketStoreException">The server has nothing of the kind.</exception>
    public async Task<string> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_rpcAddress, "/status"));
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)
            : throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (_ownsHttp)
            _http.Dispose();
    }

    Task<IReadOnlyList<string>> ListAsync(string format, CancellationToken cancellationToken) =>
        CallAsync("DataService.ListSymbols", RequestWriter.ListSymbols(format), ReplyReader.ReadNames, cancellationToken);

    Task<int> ChangeAsync(string method, ParameterWriter parameters, CancellationToken cancellationToken) =>
        CallAsync(method, parameters, ReplyReader.ReadOutcomes, cancellationToken);

    async Task<T> CallAsync<T>(string method, ParameterWriter parameters, ResultReader<T> readResult, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        using var request = new HttpRequestMessage(HttpMethod.Post, _rpcAddress) { Content = new ReadOnlyMemoryContent(RequestWriter.Envelope(method, id, parameters)) };
        request.Content.Headers.ContentType = ContentType;
        using var response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
            throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return ReplyReader.Read(body, id, readResult);
    }

    async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new MarketStoreException(ErrorKind.Unavailable, $"{_rpcAddress} does not answer: {exception.Message}", exception);
        }
    }

    static async Task<MarketStoreException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        var kind = response.StatusCode switch
        {
            HttpStatusCode.RequestEntityTooLarge => ErrorKind.LimitExceeded,
            HttpStatusCode.ServiceUnavailable => ErrorKind.Unavailable,
            _ => ErrorKind.InvalidRequest,
        };
        return new(kind, $"status {(int)response.StatusCode}: {text}");
    }
}
