using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Query;
using MarketStore.Storage;
using MarketStore.Tests.Functions;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarketStore.Tests.Query;

/// <summary>A query engine over a database in a directory of its own.</summary>
sealed class QueryHost : IAsyncDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("marketstore-query-").FullName;

    public QueryHost(string zoneName = "UTC")
    {
        var zone = MarketTimeZone.TryGet(zoneName, out var found) ? found : throw new ArgumentException(zoneName);
        Database = Database.Open(new() { RootDirectory = Path.Combine(_directory, "data"), Zone = zone, WalSync = WalSync.None }, NullLogger<Database>.Instance);
        Engine = new(Database, Rows.Clock);
    }

    public Database Database { get; }

    public QueryEngine Engine { get; init; }

    /// <summary>Bars whose four prices are the same, and whose volume is 1, at the times given.</summary>
    public static ColumnSeries Bars(long[] epochs, float[] prices) => Rows.Of(
        Rows.Epoch(epochs),
        Rows.F4("Open", prices),
        Rows.F4("High", prices),
        Rows.F4("Low", prices),
        Rows.F4("Close", prices),
        Rows.I8("Volume", [.. epochs.Select(_ => 1L)]));

    public Task WriteBars(string key, long[] epochs, params float[] prices) => Write(key, Bars(epochs, prices));

    public Task Write(string key, params Column[] columns) => Write(key, Rows.Of(columns));

    public Task Write(string key, ColumnSeries rows) => Database.WriteAsync([new(TimeBucketKey.Parse(key), rows, rows.TryGetColumn("Nanoseconds", out _))]);

    public Task Create(string key, RecordType recordType, params DataShape[] columns) =>
        Database.CreateAsync(TimeBucketKey.Parse(key), recordType, columns, year: 2020);

    /// <summary>The answer in one line for each bucket: <c>A/1Min/OHLCV = Epoch:i8 0 60 | Close:f4 1 2</c>.</summary>
    public string Answer(QueryRequest request)
    {
        using var result = Engine.Execute(request);
        return string.Join('\n', result.Buckets.Select(bucket => $"{bucket.Key.Replace(":Symbol/Timeframe/AttributeGroup", "", StringComparison.Ordinal)} = {Rows.Describe(bucket.Rows)}"));
    }

    public string Read(string destination, params string[] columns) => Answer(new() { Destination = destination, Columns = columns });

    public static TimeRange Seconds(long start, long end) => new(new(start, 0), new(end, 0));

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
