using MarketStore.Calendars;
using MarketStore.Core.Errors;
using Xunit;
using static MarketStore.Tests.Calendars.Clock;

namespace MarketStore.Tests.Calendars;

public sealed class TimelineTests
{
    const int Minutes = 100_000;

    [Theory]
    [InlineData("nasdaq")]
    [InlineData("nasdaq-rules")]
    public void Every_quarter_of_an_hour_of_forty_years_is_answered_as_the_bounds_of_its_date_say(string name)
    {
        Assert.True(MarketCalendars.BuiltIn.TryGet(name, out var calendar));
        foreach (var session in Enum.GetValues<MarketSession>())
        {
            var (date, bounds) = (default(DateOnly), default(SessionBounds?));
            for (var instant = Utc("1999-12-25 00:00"); instant < Utc("2040-01-10 00:00"); instant += 900)
            {
                if (calendar.DateAt(instant) is var today && today != date)
                    (date, bounds) = (today, calendar.Bounds(today, session));
                if (calendar.IsOpen(instant, session) != (bounds?.Contains(instant) ?? false))
                    Assert.Fail($"{session} at {DateTimeOffset.FromUnixTimeSeconds(instant):u}");
            }
        }
    }

    [Fact]
    public void Many_instants_are_answered_as_each_alone_in_any_order()
    {
        var instants = MinutesFrom(Utc("2025-12-01 00:00"));
        new Random(7).Shuffle(instants.AsSpan(Minutes / 2));
        var answers = new bool[Minutes];

        var count = MarketCalendar.Nasdaq.Within(MarketSession.Regular, instants, answers);

        Assert.Equal(instants.Select(MarketCalendar.Nasdaq.IsRegular), answers);
        Assert.Equal(answers.Count(answer => answer), count);
        Assert.InRange(count, 10_000, 25_000);
    }

    [Fact]
    public void Classifying_a_hundred_thousand_minutes_allocates_nothing()
    {
        var calendar = MarketCalendar.Nasdaq;
        var instants = MinutesFrom(Utc("2026-01-05 00:00"));
        var answers = new bool[Minutes];
        var due = Classify(calendar, instants, answers);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = Classify(calendar, instants, answers);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(due, count);
        Assert.Equal(0, allocated);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-62_135_596_800)]
    [InlineData(253_402_300_799)]
    public void At_the_ends_of_time_every_market_is_closed(long instant)
    {
        var calendar = CalendarFolder.Calendar("timezone: Asia/Tokyo\nweekdays: Monday-Sunday\nsession regular: 00:00-24:00");
        Assert.False(calendar.IsOpen(instant));
        Assert.Equal(0, calendar.Within(MarketSession.Regular, [instant, instant], new bool[2]));
        Assert.Null(calendar.LatestMarketTime(instant));
        Assert.False(calendar.IsMarketDay(instant < 0 ? DateOnly.MinValue : DateOnly.MaxValue));
        Assert.Null(calendar.RegularClose(instant < 0 ? DateOnly.MinValue : DateOnly.MaxValue));
        Assert.InRange(calendar.DateAt(instant).Year, 2, 9_999);
    }

    [Fact]
    public void All_years_have_answers_from_the_first_to_the_last()
    {
        var calendar = CalendarFolder.Calendar("extends: nasdaq-rules\nweekdays: Monday-Sunday\nsession premarket: none\nsession regular: 00:00-24:00\nsession afterhours: none");
        for (var year = 3; year < 9_998; year += 7)
            Assert.True(calendar.IsOpen(new DateTimeOffset(year, 6, 3, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("2026-02-12 09:00", true)]
    [InlineData("2026-02-13 12:00", false)]
    public void The_latest_market_time_is_looked_for_ten_dates_back_and_no_further(string now, bool isFound)
    {
        var calendar = CalendarFolder.Calendar($"timezone: UTC\nweekdays: Monday-Sunday\nsession regular: 09:00-17:00\nholiday: {string.Join(", ", Enumerable.Range(3, 20).Select(day => $"2026-02-{day:00}"))}");
        Assert.Equal(isFound ? Utc("2026-02-02 17:00") : null, calendar.LatestMarketTime(Utc(now)));
    }

    [Fact]
    public void A_calendar_without_a_market_day_says_so()
    {
        var closed = CalendarFolder.Calendar($"timezone: UTC\nweekdays: Monday\nsession regular: 09:00-17:00\n{string.Join('\n', Mondays().Select(date => $"holiday: {date:yyyy-MM-dd}"))}");
        var error = Assert.Throws<MarketStoreException>(() => closed.NextMarketDay(Date("2026-01-03")));
        Assert.Equal("calendar 'test' has no market day in the 400 days after 2026-01-03", error.Message);
    }

    // Where clocks change at midnight, and while the market is open.
    [Theory]
    [InlineData("America/Sao_Paulo", 2018)]
    [InlineData("America/New_York", 2026)]
    [InlineData("Pacific/Apia", 2011)]
    public void A_market_that_never_closes_stays_open_while_clocks_change(string zone, int year)
    {
        var calendar = CalendarFolder.Calendar($"timezone: {zone}\nweekdays: Monday-Sunday\nsession premarket: 00:00-01:30\nsession regular: 01:30-24:00");
        for (var instant = Utc($"{year}-01-02 00:00"); instant < Utc($"{year + 1}-01-02 00:00"); instant += 600)
            Assert.True(calendar.IsOpen(instant) && calendar.SessionAt(instant) is not null);
    }

    [Fact]
    public void A_night_session_is_whole_in_the_nights_that_clocks_change_in()
    {
        var calendar = CalendarFolder.Calendar("timezone: America/New_York\nweekdays: Monday-Sunday\nsession regular: 18:00 the day before - 17:00");
        Assert.Equal(new SessionBounds(Utc("2026-03-07 23:00"), Utc("2026-03-08 21:00")), calendar.Bounds(Date("2026-03-08")));
        Assert.Equal(new SessionBounds(Utc("2026-10-31 22:00"), Utc("2026-11-01 22:00")), calendar.Bounds(Date("2026-11-01")));
    }

    [Fact]
    public void Many_threads_may_ask_at_once()
    {
        var calendar = CalendarFolder.Calendar("extends: nasdaq");
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 4 }, index =>
        {
            var date = MarketCalendar.Nasdaq.NextMarketDay(new DateOnly(1980 + index, 6, 3));
            Assert.True(calendar.IsRegular(calendar.Bounds(date, MarketSession.Regular)!.Value.StartSeconds));
        });
    }

    static IEnumerable<DateOnly> Mondays() => Enumerable.Range(0, 70).Select(week => new DateOnly(2026, 1, 5).AddDays(7 * week));

    static long[] MinutesFrom(long start) => [.. Enumerable.Range(0, Minutes).Select(minute => start + (60L * minute))];

    static int Classify(MarketCalendar calendar, long[] instants, bool[] answers)
    {
        var count = calendar.Within(MarketSession.Regular, instants, answers);
        foreach (var instant in instants)
            count += (calendar.IsOpen(instant) ? 1 : 0) + (calendar.IsRegular(instant) ? 1 : 0) + (calendar.SessionAt(instant) == MarketSession.AfterHours ? 1 : 0);
        return count;
    }
}
