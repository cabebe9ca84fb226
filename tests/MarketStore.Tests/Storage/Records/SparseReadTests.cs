using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Core.Types;
using MarketStore.Storage;
using MarketStore.Tests.Core.Time;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Records;

/// <summary>A year of seconds is 500 MB of holes: no question about its few rows may read them.</summary>
public class SparseReadTests
{
    const string Key = "A/1Sec/B";
    const long MaxBytes = 4 << 20;

    static readonly long[] Times = [Zones.Seconds("2021-01-01"), Zones.Seconds("2021-06-01"), Zones.Seconds("2021-12-31T23:59:59Z")];

    public static readonly TheoryData<bool, long?, ScanDirection, string, string> Questions = MakeQuestions();

    [Theory, MemberData(nameof(Questions))]
    public async Task Holes_between_rows_are_not_read(bool isVariable, long? limit, ScanDirection direction, string rangeEnd, string due)
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Key, Columns(isVariable));
        await db.ReopenAsync();
        long bytes = 0;
        db.Disk.After = call => Interlocked.Add(ref bytes, call.Kind == DiskCallKind.Read ? call.Length : 0);

        var range = rangeEnd.Length == 0 ? TimeRange.All : new(EpochTime.MinValue, new(Zones.Seconds(rangeEnd), 0));
        var answer = db.Read(Key, limit, direction, range, ["P"]);

        Assert.Equal(due, answer.Split(" | ")[1]);
        Assert.InRange(bytes, 1, MaxBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Writing_to_a_sparse_year_reads_and_writes_little(bool isVariable)
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync(Key, Columns(isVariable));
        await db.ReopenAsync();
        long bytes = 0;
        db.Disk.After = call => Interlocked.Add(ref bytes, call.Kind is DiskCallKind.Read or DiskCallKind.Write ? call.Length : 0);

        await db.WriteAsync(Key, Columns(isVariable));
        await db.ReopenAsync();

        Assert.InRange(bytes, 1, MaxBytes);
    }

    [Fact]
    public async Task A_bucket_without_rows_answers_without_reading_its_slots()
    {
        await using var db = TestDatabase.Open();
        await db.CreateAsync(Key, RecordType.Fixed, 2021, new DataShape("P", ElementType.Float32));
        await db.ReopenAsync();
        long bytes = 0;
        db.Disk.After = call => Interlocked.Add(ref bytes, call.Kind == DiskCallKind.Read ? call.Length : 0);

        Assert.Equal("Epoch:i8 | P:f4", db.Read(Key, limit: 10, ScanDirection.Last));
        Assert.Equal("Epoch:i8 | P:f4", db.Read(Key));
        Assert.InRange(bytes, 1, 64 << 10);
    }

    static Column[] Columns(bool isVariable) =>
        isVariable ? [Rows.Epoch(Times), Rows.F4("P", 1, 2, 3), Rows.Nanoseconds(0, 0, 0)] : [Rows.Epoch(Times), Rows.F4("P", 1, 2, 3)];

    static TheoryData<bool, long?, ScanDirection, string, string> MakeQuestions()
    {
        var data = new TheoryData<bool, long?, ScanDirection, string, string>();
        foreach (var isVariable in (bool[])[false, true])
        {
            data.Add(isVariable, null, ScanDirection.First, "", "P:f4 1 2 3");
            data.Add(isVariable, 2, ScanDirection.First, "", "P:f4 1 2");
            data.Add(isVariable, 1, ScanDirection.Last, "", "P:f4 3");
            data.Add(isVariable, 2, ScanDirection.Last, "", "P:f4 2 3");
            data.Add(isVariable, 3, ScanDirection.Last, "", "P:f4 1 2 3");
            data.Add(isVariable, 4, ScanDirection.Last, "", "P:f4 1 2 3");
            data.Add(isVariable, 1, ScanDirection.Last, "2021-12-31T23:59:58Z", "P:f4 2");
            data.Add(isVariable, 2, ScanDirection.Last, "2021-12-31T23:59:58Z", "P:f4 1 2");
            data.Add(isVariable, null, ScanDirection.First, "2021-05-31T23:59:59Z", "P:f4 1");
        }

        return data;
    }
}
