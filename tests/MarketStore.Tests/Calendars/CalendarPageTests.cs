using System.Text.RegularExpressions;
using MarketStore.Calendars;
using MarketStore.Tests.Architecture;
using Xunit;
using static MarketStore.Tests.Calendars.Clock;

namespace MarketStore.Tests.Calendars;

/// <summary>The examples of docs/calendars.md are read out of the page and do what it says.</summary>
public sealed partial class CalendarPageTests : IDisposable
{
    readonly CalendarFolder _folder = new();

    public CalendarPageTests()
    {
        foreach (Match example in Example().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "calendars.md"))))
            _folder.With(example.Groups["csv"].Success ? example.Groups["csv"].Value : $"{example.Groups["name"].Value}.calendar", example.Groups["text"].Value);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_has_four_calendars() => Assert.Equal(["always", "futures", "nasdaq", "nasdaq-list", "nasdaq-rules", "tokyo"], MarketCalendars.Load(_folder.Path).Names);

    [Theory]
    [InlineData("2026-09-24 08:59", false)]
    [InlineData("2026-09-24 09:00", true)]
    [InlineData("2026-09-24 11:29", true)]
    [InlineData("2026-09-24 11:30", false)]
    [InlineData("2026-09-24 12:29", false)]
    [InlineData("2026-09-24 12:30", true)]
    [InlineData("2026-09-24 15:30", false)]
    [InlineData("2026-09-23 10:00", false)] // The equinox
    [InlineData("2026-01-12 10:00", false)] // Coming of Age Day
    [InlineData("2025-02-24 10:00", false)] // The Emperor's Birthday was a Sunday
    public void Tokyo_is_closed_over_lunch(string tokyo, bool isOpen)
    {
        var calendar = _folder.Load("tokyo");
        Assert.Equal((isOpen, isOpen), (calendar.IsOpen(At("Asia/Tokyo", tokyo)), calendar.IsRegular(At("Asia/Tokyo", tokyo))));
    }

    [Fact]
    public void A_lunch_break_leaves_two_parts_of_a_session_whose_bounds_go_around_both()
    {
        var calendar = _folder.Load("tokyo");
        var date = Date("2026-09-24");
        Assert.Equal(
            [new(At("Asia/Tokyo", "2026-09-24 09:00"), At("Asia/Tokyo", "2026-09-24 11:30")), new(At("Asia/Tokyo", "2026-09-24 12:30"), At("Asia/Tokyo", "2026-09-24 15:30"))],
            calendar.Parts(date, MarketSession.Regular));
        Assert.Equal(new SessionBounds(At("Asia/Tokyo", "2026-09-24 09:00"), At("Asia/Tokyo", "2026-09-24 15:30")), calendar.Bounds(date));
        Assert.Equal(At("Asia/Tokyo", "2026-09-24 11:30"), calendar.LatestMarketTime(At("Asia/Tokyo", "2026-09-24 12:00")));
        Assert.Equal(At("Asia/Tokyo", "2026-09-24 15:30"), calendar.RegularClose(date));
        Assert.Null(calendar.Bounds(date, MarketSession.AfterHours));
    }

    [Fact]
    public void A_market_that_never_closes_is_open_at_every_minute_and_each_day_closes_where_the_next_begins()
    {
        var calendar = _folder.Load("always");
        for (var instant = Utc("2025-12-20 00:00"); instant < Utc("2026-01-10 00:00"); instant += 60)
            Assert.True(calendar.IsRegular(instant));
        Assert.Equal(new SessionBounds(Utc("2025-12-31 00:00"), Utc("2026-01-01 00:00")), calendar.Bounds(Date("2025-12-31")));
        Assert.Equal(Utc("2026-01-01 00:00"), calendar.RegularClose(Date("2025-12-31")));
        Assert.Equal(Date("2026-01-04"), calendar.NextMarketDay(Date("2026-01-03")));
        Assert.Equal(Utc("2026-01-03 11:11"), calendar.LatestMarketTime(Utc("2026-01-03 11:11")));
    }

    [Fact]
    public void A_file_changes_the_built_in_calendar_only_where_it_says_so()
    {
        var calendar = MarketCalendars.Load(_folder.Path).Nasdaq;
        Assert.False(calendar.IsMarketDay(Date("1985-09-27")));
        Assert.Equal(NewYork("2026-07-02 13:00"), calendar.RegularClose(Date("2026-07-02")));
        Assert.True(calendar.IsMarketDay(Date("2026-06-19")));
        Assert.False(calendar.IsMarketDay(Date("2027-06-18")));
        Assert.Equal(new SessionBounds(NewYork("2026-09-22 07:00"), NewYork("2026-09-22 20:00")), calendar.Bounds(Date("2026-09-22")));
        Assert.True(MarketCalendar.Nasdaq.IsMarketDay(Date("1985-09-27")));
    }

    [Theory]
    [InlineData("2026-11-29 16:59", false)] // Sunday
    [InlineData("2026-11-29 17:00", true)]
    [InlineData("2026-11-30 15:59", true)]
    [InlineData("2026-11-30 16:30", false)]
    [InlineData("2026-11-30 17:00", true)]
    [InlineData("2026-12-04 17:00", false)] // Friday
    [InlineData("2026-07-03 11:59", true)]
    [InlineData("2026-07-03 12:00", false)]
    [InlineData("2025-12-31 16:00", false)]
    [InlineData("2025-12-31 17:00", false)]
    [InlineData("2026-01-01 17:00", true)]
    [InlineData("2027-12-24 10:00", false)] // By rule
    public void A_session_that_starts_on_the_evening_before_belongs_to_the_day_that_it_ends_on(string chicago, bool isOpen) =>
        Assert.Equal(isOpen, _folder.Load("futures").IsOpen(At("America/Chicago", chicago)));

    [GeneratedRegex("```(?:calendar (?<name>\\S+)|csv (?<csv>\\S+))\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
