using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming;
using MarketStore.Server.Streaming.Resuming;
using MarketStore.Storage;
using MarketStore.Tests.Storage;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

/// <summary>What the stream reads for those who resume, out of a real store.</summary>
public sealed class DatabaseRowsTests
{
    const int MostRows = 64 << 10;
    const long Start = 1_577_836_800; // 2020-01-01

    static readonly TimeBucketKey Key = TimeBucketKey.Parse("A/1Min/X");

    [Fact]
    public async Task Bars_come_in_parts_each_once_and_in_order()
    {
        const int count = 150_000;
        await using var db = TestDatabase.Open();
        await db.Database.WriteAsync([new BucketWrite(Key, Rows.Of(Rows.Epoch([.. Enumerable.Range(0, count).Select(row => Start + (60L * row))]), Rows.I4("N", [.. Enumerable.Range(0, count)])), IsVariable: false)]);

        var numbers = ReadAll(db, new(Start + 60, 0), partBytes: MostRows * 12);

        Assert.Equal(Enumerable.Range(1, count - 1), numbers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_500)]
    public async Task Ticks_come_in_parts_each_once_however_many_are_of_one_time_or_of_one_slot(int ofOneTime)
    {
        const int count = 150_000;
        await using var db = TestDatabase.Open();
        await db.Database.WriteAsync([new BucketWrite(
            Key,
            Rows.Of(
                Rows.Epoch([.. Enumerable.Range(0, count).Select(row => Start + (row / ofOneTime / 1_000_000_000))]),
                Rows.I4("N", [.. Enumerable.Range(0, count)]),
                Rows.Nanoseconds([.. Enumerable.Range(0, count).Select(row => row / ofOneTime * 1_000)])),
            IsVariable: true)]);

        Assert.Equal(Enumerable.Range(0, count), ReadAll(db, new(Start, 0), MostRows * 16));
        Assert.Equal(Enumerable.Range(ofOneTime, count - ofOneTime), ReadAll(db, new(Start, 1), MostRows * 16));
    }

    [Fact]
    public async Task More_ticks_of_one_time_than_a_part_has_come_together()
    {
        const int count = MostRows + 5_000;
        await using var db = TestDatabase.Open();
        await db.Database.WriteAsync([new BucketWrite(
            Key,
            Rows.Of(
                Rows.Epoch([.. Enumerable.Range(0, count).Select(_ => Start)]), Rows.I4("N", [.. Enumerable.Range(0, count)]),
                Rows.Nanoseconds([.. Enumerable.Range(0, count).Select(row => row < count - 1 ? 5 : 6)])),
            IsVariable: true)]);

        Assert.Equal(Enumerable.Range(0, count), ReadAll(db, new(Start, 0), 2 * MostRows * 16));
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_has_no_rows()
    {
        await using var db = TestDatabase.Open();

        Assert.Null(new DatabaseRows(db.Database).Read(Key, default(TimeRange), CancellationToken.None));
    }

    static List<int> ReadAll(TestDatabase db, EpochTime from, int partBytes)
    {
        var stored = new DatabaseRows(db.Database);
        List<int> numbers = [];
        for (EpochTime? next = from; next is { } start;)
        {
            using var part = stored.Read(Key, new(start, EpochTime.MaxValue), CancellationToken.None)!;
            Assert.InRange(part.Rows.Columns.Sum(column => column.Data.Length), 0, partBytes);
            // Those of the slot before come along with bars.
            var known = part.Rows.RowCount > 0 && part.Rows.Epochs[0] < start.Seconds ? 1 : 0;
            numbers.AddRange(ValuesOf(part.Rows)[known..]);
            next = part.Next;
        }

        return numbers;
    }

    static int[] ValuesOf(ColumnSeries rows) => rows.TryGetColumn("N", out var column) ? column.Value.Values<int>().ToArray() : [];
}
