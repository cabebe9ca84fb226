using System.Text.Json;
using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Types;
using MarketStore.Server.Streaming;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>
/// Random writes of bars and ticks, old and new ones, between and during the readings of a subscription from a time on, published sooner or later. Each row has a
/// number of its own, so that it shows when one came twice.
/// </summary>
public sealed class ResumePropertyTests
{
    const string Live = """{"live":true}""";
    const int Seconds = 60;

    static readonly TimeBucketKey[] Keys = [TimeBucketKey.Parse("A/1Sec/PX"), TimeBucketKey.Parse("B/1Sec/PX"), TimeBucketKey.Parse("T/1Sec/TICK")];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Whatever_is_written_meanwhile_every_row_comes_and_none_twice(int seed)
    {
        var received = await RunAsync(new Writes(seed), new StreamOptions());
        AssertNoneTwice(received);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task When_few_can_wait_every_row_comes_and_none_twice_but_ticks_of_one_nanosecond(int seed)
    {
        var run = new Writes(seed);
        var received = await RunAsync(run, new StreamOptions { MaxQueuedFrames = 12 });
        foreach (var key in Keys)
        {
            var several = run.All(key).Where(row => row.Nanoseconds >= 0).GroupBy(row => (row.Epoch, row.Nanoseconds)).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet();
            var rows = received.Rows.GetValueOrDefault(key.ToString(), []).Where(row => !several.Contains((row.Epoch, row.Nanoseconds))).ToList();
            Assert.Equal(rows.Count, rows.Select(row => row.Number).Distinct().Count());
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task When_few_can_wait_and_few_places_be_remembered_every_row_comes(int seed) => await RunAsync(new Writes(seed), new StreamOptions { MaxQueuedFrames = 12, MaxMissedRuns = 2 });

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Rows_behind_all_others_come_once_when_few_can_wait(int seed) =>
        AssertNoneTwice(await RunAsync(new Writes(seed) { IsAppending = true }, new StreamOptions { MaxQueuedFrames = 12 }));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    static void AssertNoneTwice(Received received)
    {
        foreach (var (_, rows) in received.Rows)
            Assert.Equal(rows.Count, rows.Select(row => row.Number).Distinct().Count());
    }

    static async Task<Received> RunAsync(Writes run, StreamOptions options)
    {
        await using var server = await StreamServer.StartAsync(options, run.Stored);
        for (var batch = 0; batch < 30; batch++)
            run.Write();
        run.Stored.Listing = () => run.WriteSome(server.Hub);
        run.Stored.SnapshotTaken = _ => run.WriteSome(server.Hub);
        using var client = await StreamClient.ConnectAsync(server.Port);
        await client.SubscribeAsync($$"""{"streams":["*/*/*"],"from":{{run.From}}}""");

        var received = new Received();
        while (await client.ReceiveAsync() is var message && message != Live)
            received.Add(message);
        // Whatever was stored when the marker came has come; what is published afterwards comes live.
        for (var batch = 0; batch < 10; batch++)
            run.Write();
        while (run.Publish(server.Hub))
            await server.QueuesEmptyAsync();
        server.Hub.Publish(Bars.Key("END"), Bars.Numbers(1), long.MaxValue);
        while (await client.ReceiveAsync() is var message && !message.Contains("END/", StringComparison.Ordinal))
            received.Add(message);
        foreach (var key in Keys)
            AssertComplete(run, key, received.Rows.GetValueOrDefault(key.ToString(), []));
        return received;
    }

    static void AssertComplete(Writes run, TimeBucketKey key, List<(long Epoch, int Nanoseconds, int Number)> received)
    {
        foreach (var row in run.All(key).Where(row => row.Epoch >= run.From))
        {
            if (row.Nanoseconds >= 0)
                Assert.Contains(row, received);
        }

        // Of a bar the last to come is the one that is stored.
        foreach (var bar in run.All(key).Where(row => row.Epoch >= run.From && row.Nanoseconds < 0).GroupBy(row => row.Epoch))
            Assert.Equal(bar.Last(), received.Last(row => row.Epoch == bar.Key));
    }

    sealed class Received
    {
        public Dictionary<string, List<(long Epoch, int Nanoseconds, int Number)>> Rows { get; } = [];

        public void Add(string message)
        {
            using var json = JsonDocument.Parse(message);
            var data = json.RootElement.GetProperty("data");
            var key = json.RootElement.GetProperty("key").GetString()!;
            if (!Rows.TryGetValue(key, out var rows))
                Rows.Add(key, rows = []);
            rows.Add((data.GetProperty("Epoch").GetInt64(), data.TryGetProperty("Nanoseconds", out var nanoseconds) ? nanoseconds.GetInt32() : -1, data.GetProperty("N").GetInt32()));
        }
    }

    sealed class Writes(int seed)
    {
        readonly Random _random = new(seed);
        readonly Queue<(TimeBucketKey Key, ColumnSeries Rows, long Sequence)> _unpublished = new();
        readonly Dictionary<TimeBucketKey, List<(long Epoch, int Nanoseconds, int Number)>> _all = [];
        int _number;
        long _time;
        // The readings end, however often they begin again.
        int _batchesLeft = 120;

        /// <summary>True when no row is written at or before the time of another.</summary>
        public bool IsAppending { get; init; }

        public MemoryRows Stored { get; } = new() { PartRows = 1 + (seed % 9) };

        public long From { get; } = seed % 3 == 0 ? 0 : seed % Seconds;

        public List<(long Epoch, int Nanoseconds, int Number)> All(TimeBucketKey key) => _all.GetValueOrDefault(key, []);

        public void Write()
        {
            var key = Keys[_random.Next(Keys.Length)];
            var isTicks = key == Keys[2];
            (long Epoch, int Nanoseconds, int Number)[] rows = [.. Enumerable.Range(0, _random.Next(1, 6))
                .Select(_ => (IsAppending ? _time++ : _random.Next(Seconds), isTicks ? _random.Next(3) : -1)).Distinct().Order().Select(place => (place.Item1, place.Item2, _number++))];
            if (!_all.TryGetValue(key, out var all))
                _all.Add(key, all = []);
            all.AddRange(rows);
            Column[] columns = [Column.Of<long>("Epoch", ElementType.Int64, [.. rows.Select(row => row.Epoch)]), Column.Of<int>("N", ElementType.Int32, [.. rows.Select(row => row.Number)])];
            if (isTicks)
                columns = [.. columns, Column.Of<int>(ColumnSeries.NanosecondsName, ElementType.Int32, [.. rows.Select(row => row.Nanoseconds)])];
            var series = new ColumnSeries(columns, rows.Length);
            _unpublished.Enqueue((key, series, Stored.Store(key, series)));
        }

        /// <summary>Some rows are written, and some are published: not all of those, and of former ones.</summary>
        public void WriteSome(StreamHub hub)
        {
            for (var batch = _random.Next(4); batch > 0 && _batchesLeft > 0; batch--, _batchesLeft--)
                Write();
            for (var batch = _random.Next(5); batch > 0; batch--)
                Publish(hub);
        }

        /// <summary>Publishes the oldest batch that is not; false when all are.</summary>
        public bool Publish(StreamHub hub)
        {
            if (!_unpublished.TryDequeue(out var batch))
                return false;
            hub.Publish(batch.Key, batch.Rows, batch.Sequence);
            return true;
        }
    }
}
