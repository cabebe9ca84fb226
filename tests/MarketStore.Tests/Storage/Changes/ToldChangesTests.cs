using MarketStore.Core.Errors;
using MarketStore.Core.Keys;
using MarketStore.Tests.Storage.Doubles;
using Xunit;

namespace MarketStore.Tests.Storage.Changes;

/// <summary>What a listener is told of a batch, a deletion, and where they are.</summary>
public class ToldChangesTests
{
    const long NewYear = 1_577_836_800; // 2020

    [Fact]
    public async Task Bars_that_go_back_and_forth_between_years_are_told_ascending_and_each_slot_once()
    {
        await using var db = TestDatabase.Open();
        var listener = Listen(db);
        await db.WriteAsync("A/1Min/B", Rows.Epoch(NewYear, NewYear - 60, NewYear + 60, NewYear - 60, NewYear - 120, NewYear + 1), Rows.F4("P", 1, 2, 3, 4, 5, 6));

        Assert.Equal($"Epoch:i8 {NewYear - 120} {NewYear - 60} {NewYear} {NewYear + 60} | P:f4 5 4 6 3", db.Read("A/1Min/B"));
        Assert.Equal([$"A/1Min/B {NewYear - 120} to {NewYear + 119}: {db.Read("A/1Min/B")}"], listener.Told);
    }

    [Fact]
    public async Task Ticks_that_go_back_and_forth_between_years_are_told_as_they_came()
    {
        await using var db = TestDatabase.Open();
        var listener = Listen(db);
        await db.WriteAsync("T/1Sec/T", Rows.Epoch(NewYear, NewYear - 1, NewYear), Rows.F4("P", 1, 2, 3), Rows.Nanoseconds(2, 0, 1));

        Assert.Equal([$"T/1Sec/T {NewYear - 1} to {NewYear}: Epoch:i8 {NewYear} {NewYear - 1} {NewYear} | P:f4 1 2 3 | Nanoseconds:i4 2 0 1"], listener.Told);
    }

    [Theory]
    [InlineData(1_604_203_200, 25)] // 2020-11-01 in New York, where clocks were set back.
    [InlineData(1_583_557_200, 24)]
    public async Task A_day_is_told_of_from_its_first_second_to_its_last_also_where_it_has_25_hours(long midnight, int hours)
    {
        await using var db = TestDatabase.Open(zoneName: "America/New_York");
        var listener = Listen(db);
        var range = FormattableString.Invariant($"T/1D/T {midnight} to {midnight + (3_600 * hours) - 1}");
        var last = midnight + (3_600 * hours) - 1;
        await db.WriteAsync("T/1D/T", Rows.Epoch(last), Rows.F4("P", 1), Rows.Nanoseconds(0));
        Assert.StartsWith(range, listener.Told[^1], StringComparison.Ordinal);
        await using (var copy = db.OpenCopy())
            Assert.Equal([range], Listen(copy).Missed);

        await db.Database.DeleteAsync(TimeBucketKey.Parse("T/1D/T"), new(new(midnight, 0), new(last, 0)), TestContext.Current.CancellationToken);
        Assert.Equal($"{range}: no rows", listener.Told[^1]);
        await db.Database.CheckpointAsync();
        // What was written, and what was removed.
        await using (var copy = db.OpenCopy())
            Assert.Equal([range, range], Listen(copy).Missed);
    }

    [Fact]
    public async Task A_day_before_one_whose_midnight_clocks_skip_is_told_of_to_its_end()
    {
        const long lastSecond = 1_285_498_799; // 2010-09-25T23:59:59 in Apia; the next one is 01:00.
        await using var db = TestDatabase.Open(zoneName: "Pacific/Apia");
        var listener = Listen(db);
        await db.WriteAsync("T/1D/T", Rows.Epoch(lastSecond), Rows.F4("P", 1), Rows.Nanoseconds(0));

        Assert.StartsWith($"T/1D/T {lastSecond - 86_399} to {lastSecond}: ", listener.Told[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_quiet_rows_nobody_is_told_also_not_when_a_full_disk_has_room_again()
    {
        await using var db = TestDatabase.Open();
        var listener = Listen(db);
        using (Faults.While(db.Disk, call => !call.IsLog && call.Kind == DiskCallKind.SetLength))
        {
            await Assert.ThrowsAsync<MarketStoreException>(() => WriteQuietlyAsync(db, "N/1Min/B", 120, 60));
        }

        await db.Database.CheckpointAsync();
        Assert.Equal("Epoch:i8 60 120 | P:f4 3 3", db.Read("N/1Min/B"));
        Assert.Empty(listener.Told);
    }

    [Theory]
    [InlineData(DiskCallKind.CreateDirectory)]
    [InlineData(DiskCallKind.CreateFile)]
    [InlineData(DiskCallKind.SetLength)]
    public async Task Rows_that_cannot_be_read_before_a_full_disk_has_room_are_told_once_then_and_before_later_ones(DiskCallKind kind)
    {
        await using var db = TestDatabase.Open();
        var listener = Listen(db);
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0), Rows.F4("P", 1));
        using (Faults.While(db.Disk, call => !call.IsLog && call.Kind == kind))
        {
            await Assert.ThrowsAsync<MarketStoreException>(() => db.Database.WriteAsync(
                [TestDatabase.Write("N/1D/T", Rows.Epoch(NewYear, NewYear - 43_200), Rows.F4("P", 1, 2), Rows.Nanoseconds(0, 0)), TestDatabase.Write("N/1Min/B", Rows.Epoch(120, 60), Rows.F4("P", 3, 4))],
                origin: "somebody", isQuiet: false, TestContext.Current.CancellationToken));
            Assert.Single(listener.Told);
        }

        // A checkpoint tries again, whatever the time.
        await db.Database.CheckpointAsync();
        Assert.Equal("Epoch:i8 60 120 | P:f4 4 3", db.Read("N/1Min/B"));
        await db.WriteAsync("N/1Min/B", Rows.Epoch(180), Rows.F4("P", 5));
        Assert.Equal(
            [
                "A/1Min/B 0 to 59: Epoch:i8 0 | P:f4 1", "N/1D/T 1577750400 to 1577923199: Epoch:i8 1577836800 1577793600 | P:f4 1 2 | Nanoseconds:i4 0 0 by somebody",
                "N/1Min/B 60 to 179: Epoch:i8 60 120 | P:f4 4 3 by somebody", "N/1Min/B 180 to 239: Epoch:i8 180 | P:f4 5",
            ],
            listener.Told.Order(StringComparer.Ordinal).OrderBy(told => told.Contains(" 180 to ", StringComparison.Ordinal)));
        Assert.StartsWith("N/1Min/B 180", listener.Told[^1], StringComparison.Ordinal);
        Assert.Equal([1, 2, 3, 4], listener.Sequences);
        // The log went with the checkpoint, and nobody was done.
        await using var copy = db.OpenCopy();
        Assert.Contains("N/1D/T 1577750400 to 1577923199", Listen(copy).Missed);
    }

    [Fact]
    public async Task Rows_of_the_log_that_a_start_cannot_make_readable_are_told_once_they_can_be_read()
    {
        await using var db = TestDatabase.Open();
        await db.WriteAsync("A/1Min/B", Rows.Epoch(0), Rows.F4("P", 1));
        await db.Database.CheckpointAsync();
        await db.WriteAsync("N/1Min/B", Rows.Epoch(60), Rows.F4("P", 2));
        await WriteQuietlyAsync(db, "N/1Min/B", 120);
        await WriteQuietlyAsync(db, "Q/1Min/B", 60);
        HookedDisk? full = null;
        await using var copy = db.OpenCopy(
            prepare: root => Array.ForEach(["N", "Q"], symbol => Directory.Delete(Path.Combine(root, symbol), recursive: true)),
            hook: disk =>
            {
                full = disk;
                disk.Before = call =>
                {
                    if (call is { IsLog: false, Kind: DiskCallKind.CreateDirectory or DiskCallKind.CreateFile })
                        throw Faults.DiskFull(call);
                };
            });
        var listener = Listen(copy);
        Assert.Equal(["N/1Min/B 60 to 119"], listener.Missed);
        Assert.Empty(listener.Told);
        full!.Before = null;
        await copy.Database.CheckpointAsync();
        await copy.Database.CheckpointAsync();

        Assert.Equal(["N/1Min/B 60 to 119: Epoch:i8 60 | P:f4 2"], listener.Told);
        Assert.Equal("Epoch:i8 60 120 | P:f4 2 3", copy.Read("N/1Min/B"));
        Assert.Equal("Epoch:i8 60 | P:f4 3", copy.Read("Q/1Min/B"));
    }

    [Fact]
    public async Task A_batch_that_files_took_in_part_is_told_by_its_range()
    {
        await using var db = TestDatabase.Open(options => options with { WalBypass = true });
        await db.WriteAsync("A/1Min/B", Rows.Epoch(NewYear - 60, NewYear), Rows.F4("P", 1, 1));
        var listener = Listen(db);
        using (Faults.While(db.Disk, call => call is { Kind: DiskCallKind.Write, Name: "2020.bin" }))
            await Assert.ThrowsAsync<MarketStoreException>(() => db.WriteAsync("A/1Min/B", Rows.Epoch(NewYear - 60, NewYear), Rows.F4("P", 2, 2)));

        Assert.Equal($"Epoch:i8 {NewYear - 60} {NewYear} | P:f4 2 1", db.Read("A/1Min/B"));
        Assert.Equal([$"A/1Min/B {NewYear - 60} to {NewYear + 59}: no rows"], listener.Told);
    }

    static Task WriteQuietlyAsync(TestDatabase db, string key, params long[] epochs) => db.Database.WriteAsync(
        [TestDatabase.Write(key, Rows.Epoch(epochs), Rows.F4("P", [.. epochs.Select(_ => 3f)]))], origin: "somebody", isQuiet: true, TestContext.Current.CancellationToken);

    static RecordingListener Listen(TestDatabase db)
    {
        var listener = new RecordingListener();
        db.Database.Listen(listener);
        return listener;
    }
}
