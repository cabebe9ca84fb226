using MarketStore.Client;
using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Protocol.Messages;

namespace MarketStore.Cli.Results;

/// <summary>One query from beginning to end.</summary>
/// <param name="terminal">Where a person reads hints; null if nobody does.</param>
internal sealed class QueryRun(QueryOptions options, MarketStoreClient client, TextWriter output, TextWriter? terminal)
{
    /// <exception cref="MarketStoreException">Nothing was found, or the server refused.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var reply = await client.QueryAsync([await ToRequestAsync(cancellationToken)], cancellationToken);
        var buckets = reply.Results.Count == 1 ? reply.Results[0] : [];
        CheckColumns(buckets);
        var symbols = options.Destination.Split('/')[0];
        var result = new ResultSet(buckets, ZoneOf(reply), askedForSeveral: symbols == "*" || symbols.Contains(',', StringComparison.Ordinal));
        ResultFormats.Get(options.Format).Write(result, output);
        if (options.HasDefaultLimit && buckets.Any(bucket => bucket.Rows.RowCount == QueryOptions.DefaultTableRows))
            terminal?.WriteLine($"the last {QueryOptions.DefaultTableRows} rows; --first N or --last N show others, --format {ResultFormats.Csv} shows all");
    }

    async Task<QueryRequest> ToRequestAsync(CancellationToken cancellationToken)
    {
        var request = new QueryRequest { Destination = options.Destination };
        var needsZone = options.From is { NeedsZone: true } || options.To is { NeedsZone: true };
        // Answers tell the server's zone: the smallest one does.
        var zone = needsZone ? ZoneOf(await client.QueryAsync([request with { LimitRecordCount = 1 }], cancellationToken)) : MarketTimeZone.Utc;
        var (from, to) = (options.From?.ToStart(zone), options.To?.ToEnd(zone));
        return request with
        {
            EpochStart = from?.Seconds,
            EpochStartNanos = from?.Nanoseconds,
            EpochEnd = to?.Seconds,
            EpochEndNanos = to?.Nanoseconds,
            LimitRecordCount = options.Limit,
            LimitFromStart = options.First is not null,
            Columns = options.Columns,
            Functions = options.Functions,
        };
    }

    // The server passes over unknown columns; a person who mistyped one would look for it.
    void CheckColumns(IReadOnlyList<BucketRows> buckets)
    {
        if (options.Functions.Count > 0 || buckets.Count == 0)
            return;
        var rows = buckets[0].Rows;
        if (options.Columns.FirstOrDefault(name => !rows.TryGetColumn(name, out _)) is { } unknown)
            throw new MarketStoreException(ErrorKind.NotFound, $"{options.Destination} has no column {ShownText.Quote(unknown)}");
    }

    static MarketTimeZone ZoneOf(QueryReply reply) => MarketTimeZone.TryGet(reply.TimeZone, out var zone) ? zone : MarketTimeZone.Utc;
}
