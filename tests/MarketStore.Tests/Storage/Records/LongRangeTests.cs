using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Tests.Core.Time;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

/// <summary>Ranges so long that two threads read them.</summary>
public class LongRangeTests
{
    const string Key = "A/1Sec/B";
    const int Slots = 700_000;

    static readonly long Start = Zones.Seconds("2021-03-01");

    public static TheoryData<string, Func<int, bool>> Fillings => new()
    {
        { "all", _ => true },
        { "every third", second => second % 3 == 0 },
        { "few at first", second => second > 200_000 || second % 50 == 0 },
        { "few at last", second => second < 150_000 || second % 50 == 7 },
        { "one in the middle of each page", second => second % 130 == 60 },
        { "a hole in the middle", second => second is < 100_000 or > 600_000 },
    };

    [Theory]
    [MemberData(nameof(Fillings))]
    public async Task Rows_come_in_order_and_none_twice_whichever_slots_are_in_use(string what, Func<int, bool> isUsed)
    {
        var seconds = Enumerable.Range(0, Slots).Where(isUsed).ToArray();
        await using var db = await OpenAsync(seconds);

        Check(db, seconds, TimeRange.All, null, ScanDirection.First, what);
        Check(db, seconds, TimeRange.All, seconds.Length - 1, ScanDirection.First, what);
        Check(db, seconds, TimeRange.All, seconds.Length - 1, ScanDirection.Last, what);
        Check(db, seconds, new(new(Start + 1_234, 0), new(Start + 650_000, 0)), null, ScanDirection.First, what);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(400_000)]
    public async Task A_read_that_fails_in_either_half_fails_the_scan_and_the_next_one_is_whole(int second)
    {
        var seconds = Enumerable.Range(0, Slots).ToArray();
        await using var db = await OpenAsync(seconds);
        // Slots of 24 bytes.
        var offset = 37_024 + (((Start - Zones.Seconds("2021-01-01")) + second) * 24);
        Faults.Once(db.Disk, call => call is { Kind: DiskCallKind.Read, IsYearFile: true } && call.Offset <= offset && offset < call.Offset + call.Length);

        var failure = Assert.Throws<MarketStoreException>(() => db.Database.Scan(TimeBucketKey.Parse(Key), new(TimeRange.All)));
        Assert.Equal(ErrorKind.StorageFailure, failure.Kind);

        Check(db, seconds, TimeRange.All, null, ScanDirection.First, "after the failure");
    }

    [Fact]
    public async Task A_canceled_scan_ends()
    {
        await using var db = await OpenAsync([.. Enumerable.Range(0, Slots)]);
        using var stop = new CancellationTokenSource();
        db.Disk.Before = call =>
        {
            if (call is { Kind: DiskCallKind.Read, IsYearFile: true })
                stop.Cancel();
        };

        Assert.ThrowsAny<OperationCanceledException>(() => db.Database.Scan(TimeBucketKey.Parse(Key), new(TimeRange.All), stop.Token));
    }

    static void Check(TestDatabase db, int[] seconds, TimeRange range, long? limit, ScanDirection direction, string what)
    {
        var due = seconds.Where(second => Start + second >= range.Start.Seconds && Start + second <= range.End.Seconds).ToArray();
        if (limit is { } most)
            due = direction == ScanDirection.First ? due[..(int)most] : due[^(int)most..];
        var counter = new ScanCounter();

        using var rows = db.Database.Scan(TimeBucketKey.Parse(Key), new(range, limit, direction) { Counter = counter });

        Assert.True(due.Select(second => Start + second).SequenceEqual(rows.Epochs.ToArray()), what);
        Assert.True(due.Select(second => (double)second).SequenceEqual(rows.Columns[1].Values<double>().ToArray()), what);
        Assert.True(due.Select(second => second % 1_000).SequenceEqual(rows.Columns[2].Values<int>().ToArray()), what);
        Assert.InRange(counter.SlotsRead, due.Length, Slots + 2_000_000);
    }

    static async Task<TestDatabase> OpenAsync(int[] seconds)
    {
        var db = TestDatabase.Open(options => options with { WalSync = WalSync.None });
        await db.WriteAsync(
            Key,
            Rows.Epoch([.. seconds.Select(second => Start + second)]),
            Rows.F8("P", [.. seconds.Select(second => (double)second)]),
            Rows.I4("V", [.. seconds.Select(second => second % 1_000)]));
        await db.ReopenAsync();
        return db;
    }
}
