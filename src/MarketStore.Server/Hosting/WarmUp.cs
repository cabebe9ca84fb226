using System.Diagnostics;
using System.Globalization;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Protocol.JsonRpc;
using MarketStore.Protocol.MessagePack;
using MarketStore.Protocol.Messages;
using MarketStore.Query;
using MarketStore.Server.DataService;
using MarketStore.Sql;
using MarketStore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using QueryRequest = MarketStore.Protocol.Messages.QueryRequest;

namespace MarketStore.Server.Hosting;

/// <summary>
/// Asks the usual questions of a small store of its own in the temporary directory, so that the code behind them is compiled before a client asks: the first candles of a year would take thirty times as long.
/// A thread of its own, so that clients have those of the pool; after the server answers, for a bounded time; it ends early when the server stops. The store is removed, and nothing of it is seen from outside.
/// </summary>
internal sealed class WarmUp : IAsyncDisposable
{
    // Enough rows that a scan is shared by two threads.
    const int Bars = 160_000;
    const int Ticks = 8_192;
    // Code that has no loops is optimized at its thirtieth call.
    const int Rounds = 40;

    const string DirectoryPrefix = "marketstore-warm-up-";

    static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    static readonly TimeBucketKey BarKey = TimeBucketKey.Parse("WARM/1Min/OHLCV");
    static readonly TimeBucketKey TickKey = TimeBucketKey.Parse("WARM/1Sec/TICK");

    static readonly QueryRequest[] Questions =
    [
        Question(BarKey, "candlecandler('1H',Open,High,Low,Close,Sum::Volume)"),
        Question(BarKey) with { LimitRecordCount = 10 },
        Question(BarKey, "max(High)"),
        Question(TickKey),
        Question(TickKey, "tickcandler('1Min',Bid)"),
        new() { IsSqlStatement = true, SqlStatement = $"SELECT candlecandler('1H',Open,High,Low,Close,Sum::Volume) FROM `{BarKey}` WHERE Epoch BETWEEN '2020-01-01' AND '2020-12-31-23:59'" },
        new() { IsSqlStatement = true, SqlStatement = $"SELECT count(*) FROM `{BarKey}`" },
        Question(BarKey, "min(Low)"),
        Question(BarKey, "avg(Close)"),
    ];

    readonly CancellationTokenSource _stop = new();

    /// <param name="temporaryDirectory">Where the store is made and removed.</param>
    public WarmUp(string temporaryDirectory, TimeProvider clock, ILogger log) => Completion = Task.Factory.StartNew(
        () => Run(temporaryDirectory, clock, log, _stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Ends when the last question is answered or the time is over.</summary>
    public Task Completion { get; }

    /// <summary>Waits for the question that is being answered.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Completion;
        _stop.Dispose();
    }

    static QueryRequest Question(TimeBucketKey key, params string[] functions) => new() { Destination = key.ToString(), Functions = functions };

    static void Run(string temporaryDirectory, TimeProvider clock, ILogger log, CancellationToken stop)
    {
        var directory = Path.Combine(temporaryDirectory, string.Create(CultureInfo.InvariantCulture, $"{DirectoryPrefix}{Environment.ProcessId}-{Guid.NewGuid():N}"));
        try
        {
            RemoveLeftovers(temporaryDirectory);
            Answer(directory, clock, stop);
            // What the rows took is given back.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // A server serves without this, whatever is amiss.
        catch (Exception e)
#pragma warning restore CA1031
        {
            log.LogDebug(e, "The first requests will be slower: {Directory} cannot be used to warm up in", directory);
        }
        finally
        {
            Remove(directory);
        }
    }

    static void Answer(string directory, TimeProvider clock, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var database = Database.Open(new() { RootDirectory = directory, WalSync = WalSync.None, MaxOpenFiles = 64 }, NullLogger<Database>.Instance);
        try
        {
            using (var bars = MadeUpBars())
            using (var ticks = MadeUpTicks())
                database.WriteAsync([new(BarKey, bars, IsVariable: false), new(TickKey, ticks, IsVariable: true)], stop).GetAwaiter().GetResult();
            Ask(database, started, clock, stop);
        }
        finally
        {
            database.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    static void Ask(Database database, long started, TimeProvider clock, CancellationToken stop)
    {
        var queries = new QueryEngine(database, clock);
        using var sql = new SqlEngine(database, queries, new(), clock);
        var service = new MarketDataService(database, queries, sql, new("warm-up"), () => true, clock, NullLogger<MarketDataService>.Instance);
        RpcCodec codec = new MessagePackCodec();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var question in Questions)
            {
                stop.ThrowIfCancellationRequested();
                if (Stopwatch.GetElapsedTime(started) > MostTime)
                    return;
                using var reply = new ReplyBody();
                using var response = service.QueryAsync([question], stop).GetAwaiter().GetResult();
                codec.WriteResult(reply, response, ReadOnlyMemory<byte>.Empty);
            }
        }
    }

    /// <summary>Removes the stores of servers that were killed while they warmed up.</summary>
    static void RemoveLeftovers(string temporaryDirectory)
    {
        foreach (var directory in Directory.EnumerateDirectories(temporaryDirectory, DirectoryPrefix + "*"))
        {
            var owner = Path.GetFileName(directory)[DirectoryPrefix.Length..].Split('-')[0];
            if (int.TryParse(owner, CultureInfo.InvariantCulture, out var process) && process != Environment.ProcessId && !Directory.Exists($"/proc/{process}"))
                Remove(directory);
        }
    }

    /// <summary>As far as it may: the directory of another user stays.</summary>
    static void Remove(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another server may remove the same; what stays is left to the next start.
        }
    }

    static ColumnSeries MadeUpBars()
    {
        string[] prices = ["Open", "High", "Low", "Close"];
        var price = Enumerable.Range(0, Bars).Select(row => (float)(row & 1023)).ToArray();
        return new(
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [.. Enumerable.Range(0, Bars).Select(row => 1_577_836_800L + row * 60L)]),
                .. prices.Select(name => Column.Of<float>(name, ElementType.Float32, price)),
                Column.Of<long>("Volume", ElementType.Int64, new long[Bars]),
            ],
            Bars);
    }

    static ColumnSeries MadeUpTicks()
    {
        var price = Enumerable.Range(0, Ticks).Select(row => (float)(row & 255)).ToArray();
        return new(
            [
                Column.Of<long>(ColumnSeries.EpochName, ElementType.Int64, [.. Enumerable.Range(0, Ticks).Select(row => 1_577_836_800L + row / 4)]),
                Column.Of<float>("Bid", ElementType.Float32, price),
                Column.Of<float>("Ask", ElementType.Float32, price),
                Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, [.. Enumerable.Range(0, Ticks).Select(row => (row & 3) * 1000)]),
            ],
            Ticks);
    }
}
