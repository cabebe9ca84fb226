using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Tests.Core.Time;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

/// <summary>Random rows, in memory, in files and on their way between, against a plain model.</summary>
public class ScanModelTests
{
    const int Rounds = 18;
    const int QueriesPerRound = 12;

    [Theory]
    [InlineData("A/1Sec/B", "UTC", 1)]
    [InlineData("A/1Min/B", "UTC", 2)]
    [InlineData("A/7Min/B", "UTC", 3)]
    [InlineData("A/1D/B", "UTC", 4)]
    [InlineData("A/1Sec/B", "America/New_York", 5)]
    [InlineData("A/5Min/B", "America/New_York", 6)]
    [InlineData("A/4H/B", "America/New_York", 7)]
    [InlineData("A/1D/B", "America/New_York", 8)]
    [InlineData("A/1Min/B", "Asia/Kolkata", 9)]
    [InlineData("A/1H/B", "Asia/Kolkata", 10)]
    [InlineData("A/1D/B", "Asia/Kolkata", 11)]
    [InlineData("A/1W/B", "Asia/Kolkata", 12)]
    public Task Fixed_rows_are_answered_as_the_model_has_them(string key, string zoneName, int seed) => RunAsync(key, zoneName, isVariable: false, seed);

    [Theory]
    [InlineData("A/1Sec/B", "UTC", 21)]
    [InlineData("A/1Min/B", "UTC", 22)]
    [InlineData("A/1H/B", "UTC", 23)]
    [InlineData("A/1D/B", "UTC", 24)]
    [InlineData("A/1Sec/B", "America/New_York", 25)]
    [InlineData("A/1Min/B", "America/New_York", 26)]
    [InlineData("A/2H/B", "America/New_York", 27)]
    [InlineData("A/1D/B", "America/New_York", 28)]
    [InlineData("A/1Min/B", "Asia/Kolkata", 29)]
    [InlineData("A/1H/B", "Asia/Kolkata", 30)]
    [InlineData("A/4H/B", "Asia/Kolkata", 31)]
    [InlineData("A/1D/B", "Asia/Tokyo", 32)]
    public Task Ticks_are_answered_as_the_model_has_them(string key, string zoneName, int seed) => RunAsync(key, zoneName, isVariable: true, seed);

    static async Task RunAsync(string key, string zoneName, bool isVariable, int seed)
    {
        var random = new Random(seed);
        var model = new BucketModel(key, zoneName, isVariable);
        // Some rows stay in memory, some are frozen by a checkpoint under way, some lie in blocks.
        var db = TestDatabase.Open(options => options with { HotRowBytes = 4_000, WalSync = WalSync.None, MaxOpenFiles = 2 }, zoneName);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                await db.WriteAsync(key, model.Write(RandomTimes(model, random), random));
                for (var query = 0; query < QueriesPerRound; query++)
                    Compare(db, model, RandomRequest(model, random), seed, round);
                db = await DisturbAsync(db, random);
            }

            Compare(db, model, new(TimeRange.All), seed, Rounds);
        }
        finally
        {
            await db.DisposeAsync();
        }
    }

    /// <summary>Now and then a clean stop and start, or a kill.</summary>
    static async Task<TestDatabase> DisturbAsync(TestDatabase db, Random random)
    {
        var kind = random.Next(8);
        if (kind == 0)
            await db.ReopenAsync();
        if (kind != 1)
            return db;
        // A kill at any instant is the checkpoints' tests' affair; here nothing may be under way.
        await db.ReopenAsync(options => options with { HotRowBytes = 1L << 40 });
        await db.WriteAsync("OTHER/1Min/B", Rows.Epoch(60), Rows.F4("P", 1));
        var copy = db.OpenCopy(change: options => options with { HotRowBytes = 4_000 });
        await db.DisposeAsync();
        return copy;
    }

    static void Compare(TestDatabase db, BucketModel model, ScanRequest request, int seed, int round)
    {
        using var rows = db.Database.Scan(TimeBucketKey.Parse(model.Key), request);
        var (due, given) = (model.Answer(request), Rows.Describe(rows));
        Assert.True(due == given, $"seed {seed}, round {round}, {request}, {string.Join(',', request.Columns ?? [])}\ndue   {Cut(due)}\ngiven {Cut(given)}");
    }

    static string Cut(string text) => text.Length <= 2_000 ? text : text[..2_000] + "...";

    /// <summary>Rows in clusters, over several years, in any order, some slots again and again.</summary>
    static (long Seconds, int Nanoseconds)[] RandomTimes(BucketModel model, Random random)
    {
        var times = new List<(long, int)>();
        for (var cluster = random.Next(1, 4); cluster > 0; cluster--)
        {
            var (center, _) = random.Next(3) == 0 ? model.RandomTime(random) : (random.NextInt64(Zones.Seconds("2017-06-01"), Zones.Seconds("2020-06-01")), 0);
            if (random.Next(4) == 0)
                center = Zones.Seconds($"{random.Next(2017, 2021)}-01-01") + random.Next(-90_000, 90_000);
            var spread = (long[])[0, 5, 300, 20_000, 900_000];
            var width = spread[random.Next(spread.Length)];
            for (var row = random.Next(1, 40); row > 0; row--)
                times.Add((center + random.NextInt64(-width, width + 1), random.Next(3) == 0 ? random.Next(5) : random.Next(1_000_000_000)));
        }

        return [.. times];
    }

    static ScanRequest RandomRequest(BucketModel model, Random random)
    {
        string[] names = ["F4", "I1", "F8", "I2"];
        random.Shuffle(names);
        long? limit = random.Next(3) == 0 ? null : random.Next(2) == 0 ? random.Next(1, 5) : random.Next(0, model.Count + 3);
        return new(
            new(RandomBound(model, random, EpochTime.MinValue), RandomBound(model, random, EpochTime.MaxValue)),
            limit,
            random.Next(2) == 0 ? ScanDirection.First : ScanDirection.Last,
            random.Next(2) == 0 ? null : names[..random.Next(5)]);
    }

    static EpochTime RandomBound(BucketModel model, Random random, EpochTime open)
    {
        if (random.Next(3) == 0)
            return open;
        var (seconds, nanoseconds) = model.RandomTime(random);
        return random.Next(3) switch
        {
            0 => new(seconds, 0),
            1 => new(seconds, nanoseconds),
            _ => new(seconds + random.Next(-100_000, 100_000), nanoseconds),
        };
    }
}
