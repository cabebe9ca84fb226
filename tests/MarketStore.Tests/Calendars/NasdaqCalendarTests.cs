using MarketStore.Calendars;
using MarketStore.Core.Errors;
using Xunit;
using static MarketStore.Tests.Calendars.Clock;

namespace MarketStore.Tests.Calendars;

public sealed class NasdaqCalendarTests
{
    static readonly MarketCalendar Nasdaq = MarketCalendar.Nasdaq;

    [Theory]
    [InlineData("2017-01-01 11:00", false)] // Sunday
    [InlineData("2018-01-15 11:00", false)] // Martin Luther King Day
    [InlineData("2018-07-03 11:00", true)]
    [InlineData("2018-07-03 15:00", false)]
    [InlineData("2021-08-31 11:00", true)]
    [InlineData("2021-08-31 07:00", false)]
    [InlineData("2021-08-31 19:00", false)]
    public void The_regular_session_is_that_of_the_Go_server(string newYork, bool isRegular) => Assert.Equal(isRegular, Nasdaq.IsRegular(NewYork(newYork)));

    [Theory]
    [InlineData("2017-01-01", false)]
    [InlineData("2018-01-15", false)]
    [InlineData("2018-07-03", true)]
    [InlineData("2021-08-31", true)]
    [InlineData("2022-06-20", false)]
    [InlineData("2025-01-09", false)]
    [InlineData("2027-06-18", false)]
    public void Market_days_are_those_of_the_list_and_its_corrections(string date, bool isMarketDay) => Assert.Equal(isMarketDay, Nasdaq.IsMarketDay(Date(date)));

    [Theory]
    [InlineData("2021-08-31 03:59", null)]
    [InlineData("2021-08-31 04:00", MarketSession.Premarket)]
    [InlineData("2021-08-31 07:00", MarketSession.Premarket)]
    [InlineData("2021-08-31 09:29", MarketSession.Premarket)]
    [InlineData("2021-08-31 09:30", MarketSession.Regular)]
    [InlineData("2021-08-31 15:59", MarketSession.Regular)]
    [InlineData("2021-08-31 16:00", MarketSession.AfterHours)]
    [InlineData("2021-08-31 19:59", MarketSession.AfterHours)]
    [InlineData("2021-08-31 20:00", null)]
    [InlineData("2018-07-03 12:59", MarketSession.Regular)]
    [InlineData("2018-07-03 13:00", MarketSession.AfterHours)]
    [InlineData("2018-07-03 15:00", MarketSession.AfterHours)]
    [InlineData("2018-07-03 17:00", null)]
    [InlineData("2018-01-15 11:00", null)]
    public void The_market_is_open_in_each_of_three_sessions_and_an_end_belongs_to_none(string newYork, MarketSession? session)
    {
        var instant = NewYork(newYork);
        Assert.Equal(session, Nasdaq.SessionAt(instant));
        Assert.Equal(session is not null, Nasdaq.IsOpen(instant));
    }

    [Fact]
    public void The_day_after_Thanksgiving_2026_closes_at_one_and_after_hours_end_at_five()
    {
        var date = Date("2026-11-27");
        Assert.True(Nasdaq.IsEarlyClose(date));
        Assert.Equal(new SessionBounds(NewYork("2026-11-27 09:30"), NewYork("2026-11-27 13:00")), Nasdaq.Bounds(date, MarketSession.Regular));
        Assert.Equal(new SessionBounds(NewYork("2026-11-27 13:00"), NewYork("2026-11-27 17:00")), Nasdaq.Bounds(date, MarketSession.AfterHours));
    }

    [Theory]
    [InlineData("2026-09-22", "2026-09-22 08:00", "2026-09-23 00:00")]
    [InlineData("2026-01-13", "2026-01-13 09:00", "2026-01-14 01:00")]
    public void All_sessions_of_a_day_lie_at_other_hours_of_UTC_in_summer(string date, string startUtc, string endUtc) =>
        Assert.Equal(new SessionBounds(Utc(startUtc), Utc(endUtc)), Nasdaq.Bounds(Date(date)));

    [Fact]
    public void Regular_hours_change_with_daylight_saving_from_Friday_to_Monday()
    {
        Assert.Equal(Utc("2026-03-06 14:30"), Nasdaq.Bounds(Date("2026-03-06"), MarketSession.Regular)!.Value.StartSeconds);
        Assert.Equal(Utc("2026-03-09 13:30"), Nasdaq.Bounds(Date("2026-03-09"), MarketSession.Regular)!.Value.StartSeconds);
    }

    [Theory]
    [InlineData("2018-07-02", "2018-07-02 16:00")]
    [InlineData("2018-07-03", "2018-07-03 13:00")]
    [InlineData("2018-07-04", null)]
    [InlineData("2018-07-07", null)]
    public void The_regular_close_is_there_on_ordinary_days_too_and_missing_only_on_days_without_a_market(string date, string? newYork) =>
        Assert.Equal(newYork is null ? null : NewYork(newYork), Nasdaq.RegularClose(Date(date)));

    [Fact]
    public void A_date_that_is_no_market_day_has_no_bounds()
    {
        Assert.Null(Nasdaq.Bounds(Date("2021-09-06")));
        Assert.All(Enum.GetValues<MarketSession>(), session => Assert.Null(Nasdaq.Bounds(Date("2021-09-06"), session)));
        Assert.Empty(Nasdaq.Parts(Date("2021-09-06"), MarketSession.Regular));
    }

    [Fact]
    public void Labor_Day_is_skipped_forwards_and_backwards()
    {
        Assert.Equal(Date("2021-09-07"), Nasdaq.NextMarketDay(Date("2021-09-03")));
        Assert.Equal(Date("2021-09-03"), Nasdaq.PreviousMarketDay(Date("2021-09-07")));
        Assert.Equal(Date("2021-09-07"), Nasdaq.NextMarketDay(Date("2021-09-06")));
    }

    [Fact]
    public void The_date_of_an_instant_is_that_of_New_York()
    {
        // Friday evening in New York, Saturday in UTC: the Go server took the date of the caller's zone.
        var instant = Utc("2026-01-10 00:30");
        Assert.Equal(Date("2026-01-09"), Nasdaq.DateAt(instant));
        Assert.True(Nasdaq.IsOpen(instant));
        Assert.Equal(MarketSession.AfterHours, Nasdaq.SessionAt(instant));

        // Sunday evening in New York, Monday in UTC.
        Assert.False(Nasdaq.IsMarketDay(Nasdaq.DateAt(Utc("2026-01-12 00:30"))));
        Assert.False(Nasdaq.IsOpen(Utc("2026-01-12 00:30")));
    }

    [Theory]
    [InlineData("2026-09-22 11:17", "2026-09-22 11:17")]
    [InlineData("2026-09-22 19:59", "2026-09-22 19:59")]
    [InlineData("2026-09-22 20:00", "2026-09-22 20:00")]
    [InlineData("2026-09-22 23:00", "2026-09-22 20:00")]
    [InlineData("2026-09-23 03:59", "2026-09-22 20:00")]
    [InlineData("2026-11-29 12:00", "2026-11-27 17:00")]
    [InlineData("2021-09-06 12:00", "2021-09-03 20:00")]
    public void The_latest_market_time_is_now_or_the_end_of_the_last_session(string now, string due) => Assert.Equal(NewYork(due), Nasdaq.LatestMarketTime(NewYork(now)));

    [Theory]
    [InlineData("2026-09-22 11:17", "2026-09-22 11:17")]
    [InlineData("2026-09-22 19:59", "2026-09-22 16:00")]
    [InlineData("2026-09-23 09:29", "2026-09-22 16:00")]
    [InlineData("2026-11-29 12:00", "2026-11-27 13:00")]
    public void The_latest_regular_time_knows_no_other_session(string now, string due) =>
        Assert.Equal(NewYork(due), Nasdaq.LatestMarketTime(NewYork(now), MarketSession.Regular));

    [Theory]
    [InlineData("premarket", MarketSession.Premarket)]
    [InlineData("regular", MarketSession.Regular)]
    [InlineData("afterhours", MarketSession.AfterHours)]
    public void A_session_is_known_by_exactly_its_name(string name, MarketSession session)
    {
        Assert.Equal(session, MarketSessionNames.Parse(name));
        Assert.Equal(name, MarketSessionNames.NameOf(session));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Regular")]
    [InlineData(" regular")]
    [InlineData("extended")]
    [InlineData("0")]
    public void Any_other_name_of_a_session_is_an_error_that_names_the_three(string name)
    {
        Assert.False(MarketSessionNames.TryParse(name, out _));
        var error = Assert.Throws<MarketStoreException>(() => MarketSessionNames.Parse(name));
        Assert.Equal($"'{name}' is no session: premarket, regular, afterhours", error.Message);
    }

    [Fact]
    public void The_list_of_the_Go_server_can_be_had_without_its_corrections()
    {
        Assert.True(MarketCalendars.BuiltIn.TryGet("nasdaq-list", out var list));
        var differing = Days(1970, 2029).Where(date => list.IsMarketDay(date) != Nasdaq.IsMarketDay(date)).ToList();
        Assert.Equal(
            ["2022-06-20", "2023-06-19", "2024-06-19", "2025-01-09", "2025-06-19", "2026-06-19", "2027-06-18", "2028-06-19", "2029-06-19"],
            differing.Select(date => date.ToString("yyyy-MM-dd", null)));
        Assert.Equal(513, Days(1970, 2029).Count(date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !list.IsMarketDay(date)));
        Assert.Equal(81, Days(1970, 2029).Count(list.IsEarlyClose));
    }

    internal static IEnumerable<DateOnly> Days(int firstYear, int lastYear)
    {
        for (var date = new DateOnly(firstYear, 1, 1); date.Year <= lastYear; date = date.AddDays(1))
            yield return date;
    }
}
