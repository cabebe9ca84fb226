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
        Assert.Equal($"{range}: removed", listener.Told[^1]);
        await db.Database.CheckpointAsync();
        await using (var copy = db.OpenCopy())
            Assert.Equal([range], Listen(copy).Missed);
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

    static RecordingListener Listen(TestDatabase db)
    {
        var listener = new RecordingListener();
        db.Database.Listen(listener);
        return listener;
    }
}
