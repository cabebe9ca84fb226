using MarketStore.Core.Errors;
using MarketStore.Core.Time;
using MarketStore.Storage;
using MarketStore.Tests.Core.Time;
using Xunit;

namespace MarketStore.Tests.Storage.Files;

public class OddTimeframeTests
{
    [Fact]
    public async Task The_last_partial_slot_of_a_year_comes_back()
    {
        await using var db = TestDatabase.Open();
        // 75,085 slots of seven minutes and one of five.
        var last = Zones.Seconds("2021-12-31T23:59:00Z");
        await db.WriteAsync("A/7Min/B", Rows.Epoch(last - 420, last, last + 60), Rows.F8("P", 1, 2, 3));

        foreach (var _ in (int[])[1, 2])
        {
            Assert.Equal("Epoch:i8 1640994480 1640994900 1640995200 | P:f8 1 2 3", db.Read("A/7Min/B"));
            Assert.Equal("Epoch:i8 1640994900 | P:f8 2", db.Read("A/7Min/B", limit: 1, ScanDirection.Last, new(EpochTime.MinValue, new(last, 0))));
            await db.ReopenAsync();
        }

        Assert.Equal(1_839_064 - (75_085 * 8) + 16, new FileInfo(db.PathOf("A", "7Min", "B", "2021.bin")).Length);
    }

    [Theory]
    [InlineData("1W")]
    [InlineData("2Y")]
    [InlineData("5H")]
    public async Task Every_slot_of_a_timeframe_that_does_not_divide_the_year_comes_back(string timeframe)
    {
        await using var db = TestDatabase.Open();
        var calendar = new SlotCalendar(MarketTimeZone.Utc, Timeframes.Get(timeframe), 2021);
        long[] starts = [calendar.StartOf(calendar.FirstIndex), calendar.StartOf(calendar.LastIndex)];
        starts = [.. starts.Distinct()];
        await db.WriteAsync($"A/{timeframe}/B", Rows.Epoch(starts), Rows.F8("P", [.. starts.Select(start => (double)start)]));
        await db.ReopenAsync();

        Assert.Equal($"Epoch:i8 {string.Join(' ', starts)} | P:f8 {string.Join(' ', starts)}", db.Read($"A/{timeframe}/B"));
    }

    [Fact]
    public async Task The_last_partial_slot_is_no_place_for_ticks()
    {
        await using var db = TestDatabase.Open();
        var last = Zones.Seconds("2021-12-31T23:59:00Z");

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("A/7Min/T", Rows.Epoch(last - 420, last), Rows.F8("P", 1, 2), Rows.Nanoseconds(0, 0)));

        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
        Assert.Contains("A/7Min/T, row 1: the last, partial slot of 2021", error.Message, StringComparison.Ordinal);
        Assert.Empty(db.Database.ListBuckets());
    }

    [Fact]
    public async Task Ticks_in_slots_that_do_not_divide_the_day_come_back_at_their_time()
    {
        await using var db = TestDatabase.Open();
        var time = Zones.Seconds("2021-03-14T15:09:26Z");
        await db.WriteAsync("A/7Min/T", Rows.Epoch(time, time + 400, time + 1_000), Rows.F8("P", 1, 2, 3), Rows.Nanoseconds(0, 0, 0));
        await db.ReopenAsync();

        using var rows = db.Database.Scan(MarketStore.Core.Keys.TimeBucketKey.Parse("A/7Min/T"), new(TimeRange.All));
        var nanoseconds = rows.Columns[^1].Values<int>();
        long[] due = [time, time + 400, time + 1_000];
        for (var row = 0; row < due.Length; row++)
            Assert.InRange(((rows.Epochs[row] - due[row]) * 1e9) + nanoseconds[row], -200, 200);
    }

    [Fact]
    public async Task Ticks_of_weeks_that_another_server_stored_are_answered_at_the_slots_start()
    {
        await using var db = TestDatabase.Open();
        // Its own ticks are all 0: a week has no whole number of slots in a day.
        await db.WriteAsync("A/1D/T", Rows.Epoch(Zones.Seconds("2021-01-09")), Rows.F8("P", 5), Rows.Nanoseconds(0));
        await db.ReopenAsync(prepare: root =>
        {
            Directory.CreateDirectory(Path.Combine(root, "A", "1W"));
            Directory.Move(Path.Combine(root, "A", "1D", "T"), Path.Combine(root, "A", "1W", "T"));
            Directory.Delete(Path.Combine(root, "A", "1D"), recursive: true);
            var path = Path.Combine(root, "A", "1W", "T", "2021.bin");
            FileBytes.Write(path, 272, BitConverter.GetBytes(7 * 86_400_000_000_000L));
            // Daily slot 8 becomes weekly slot 2.
            var triplet = FileBytes.At(path, 37_024 + (7 * 24), 24);
            FileBytes.Write(path, 37_024 + (7 * 24), new byte[24]);
            triplet[0] = 2;
            FileBytes.Write(path, 37_024 + 24, triplet);
        });

        Assert.Equal("Epoch:i8 1610064000 | P:f8 5 | Nanoseconds:i4 0", db.Read("A/1W/T"));
        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("A/1W/T", Rows.Epoch(0), Rows.F8("P", 5), Rows.Nanoseconds(0)));
        Assert.Equal(ErrorKind.InvalidRequest, error.Kind);
    }

    [Fact]
    public async Task Daily_bars_too_wide_for_the_tail_of_the_header_are_refused_for_January_1_alone()
    {
        await using var db = TestDatabase.Open();
        MarketStore.Core.Series.Column[] wide = [.. Enumerable.Range(0, 365).Select(number => Rows.F8($"C{number}", 1))];

        var error = await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("A/1D/B", [Rows.Epoch(Zones.Seconds("2021-01-01")), .. wide]));
        await db.WriteAsync("A/1D/B", [Rows.Epoch(Zones.Seconds("2021-01-02")), .. wide]);
        await db.ReopenAsync();

        Assert.Contains("bars of January 1 do not fit a daily bucket of 2928 bytes a row", error.Message, StringComparison.Ordinal);
        Assert.Equal("Epoch:i8 1609545600 | C364:f8 1", db.Read("A/1D/B", columns: ["C364"]));
    }

    [Fact]
    public async Task Daily_bars_that_just_fit_the_tail_of_the_header_come_back()
    {
        await using var db = TestDatabase.Open();
        MarketStore.Core.Series.Column[] wide = [.. Enumerable.Range(0, 364).Select(number => Rows.F8($"C{number}", number))];

        await db.WriteAsync("A/1D/B", [Rows.Epoch(Zones.Seconds("2021-01-01")), .. wide]);
        await db.ReopenAsync();

        Assert.Equal("Epoch:i8 1609459200 | C0:f8 0 | C363:f8 363", db.Read("A/1D/B", columns: ["C0", "C363"]));
    }

    [Fact]
    public async Task Daily_ticks_of_January_1_come_back()
    {
        await using var db = TestDatabase.Open();
        foreach (var round in (int[])[1, 2])
        {
            await db.WriteAsync("A/1D/T", Rows.Epoch(Zones.Seconds("2021-01-01T06:00:00Z")), Rows.F8("P", round), Rows.Nanoseconds(0));
            await db.ReopenAsync();
        }

        Assert.Equal("Epoch:i8 1609480800 1609480800 | P:f8 1 2 | Nanoseconds:i4 0 0", db.Read("A/1D/T"));
        Assert.Equal("Epoch:i8 1609480800 | P:f8 2 | Nanoseconds:i4 0", db.Read("A/1D/T", limit: 1, ScanDirection.Last));
    }

    [Theory]
    [InlineData("UTC", "2020-12-31T12:00:00Z", 1_609_372_800)]
    [InlineData("America/New_York", "2020-12-31T12:00:00Z", 1_609_390_800)]
    [InlineData("America/New_York", "2021-01-01T04:59:59Z", 1_609_390_800)]
    [InlineData("America/New_York", "2021-01-01T05:00:00Z", 1_609_477_200)]
    [InlineData("Asia/Tokyo", "2020-12-31T15:00:00Z", 1_609_426_800)]
    public async Task A_daily_bar_belongs_to_the_local_day_and_year(string zoneName, string time, long due)
    {
        await using var db = TestDatabase.Open(zoneName: zoneName);
        await db.WriteAsync("A/1D/B", Rows.Epoch(Zones.Seconds(time)), Rows.F8("P", 1));
        await db.ReopenAsync();

        Assert.Equal($"Epoch:i8 {due} | P:f8 1", db.Read("A/1D/B"));
        Assert.True(File.Exists(db.PathOf("A", "1D", "B", due >= 1_609_390_801 ? "2021.bin" : "2020.bin")));
    }

    [Theory]
    [InlineData(-62_000_000_000, "5.bin")]
    [InlineData(-62_150_000_000, "0.bin")]
    [InlineData(-62_180_000_000, "-1.bin")]
    [InlineData(-377_400_000_000, "-9990.bin")]
    [InlineData(253_000_000_000, "9987.bin")]
    [InlineData(-1, "1969.bin")]
    public async Task Years_far_away_and_before_our_era_have_files_too(long time, string name)
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Sec/B", Rows.Epoch(time), Rows.F8("P", 1));
        await db.WriteAsync("A/1Sec/T", Rows.Epoch(time), Rows.F8("P", 1), Rows.Nanoseconds(999_999_999));
        await db.ReopenAsync();

        Assert.Equal($"A/1Sec/B = Epoch:i8 {time} | P:f8 1\nA/1Sec/T = Epoch:i8 {time} | P:f8 1 | Nanoseconds:i4 999999999", db.ReadAll());
        Assert.True(File.Exists(db.PathOf("A", "1Sec", "B", name)), string.Join(' ', Directory.GetFiles(db.PathOf("A", "1Sec", "B"))));
    }

    [Fact]
    public async Task The_25th_hour_of_a_local_day_comes_back_as_its_first_since_ticks_of_a_day_know_24()
    {
        await using var db = TestDatabase.Open(zoneName: "America/New_York");
        var midnight = Zones.Seconds("2021-11-07T04:00:00Z");
        await db.WriteAsync("A/1D/T", Rows.Epoch(midnight + 3_600, midnight + (24 * 3_600) + 1_800), Rows.F8("P", 1, 2), Rows.Nanoseconds(0, 0));

        using var rows = db.Database.Scan(MarketStore.Core.Keys.TimeBucketKey.Parse("A/1D/T"), new(TimeRange.All));
        Assert.InRange(rows.Epochs[0], midnight + 1_799, midnight + 1_800);
        Assert.InRange(rows.Epochs[1], midnight + 3_599, midnight + 3_600);
    }
}
