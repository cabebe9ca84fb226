using Xunit;
using static MarketStore.Tests.Calendars.Clock;

namespace MarketStore.Tests.Calendars;

public sealed class RuleTests
{
    const string Always = "timezone: UTC\nweekdays: Monday-Sunday\nsession regular: 00:00-24:00\n";

    [Theory]
    [InlineData("June 19", "2026-06-19")]
    [InlineData("February 29", "")]
    [InlineData("first Monday of June", "2026-06-01")]
    [InlineData("fifth Friday of May", "2026-05-29")]
    [InlineData("fifth Monday of May", "")]
    [InlineData("last Monday of May", "2026-05-25")]
    [InlineData("last Sunday of May", "2026-05-31")]
    [InlineData("Monday on or before May 24", "2026-05-18")]
    [InlineData("Monday on or before May 25", "2026-05-25")]
    [InlineData("Tuesday on or after November 2", "2026-11-03")]
    [InlineData("Monday on or before January 1", "2026-12-28")] // Of 2027: that of 2026 lies in 2025
    [InlineData("Easter +1 day", "2026-04-06")]
    [InlineData("Easter -2 days", "2026-04-03")]
    [InlineData("fourth Thursday of November +1 day", "2026-11-27")]
    [InlineData("December 31 +1 day", "2026-01-01")] // Of 2025
    [InlineData("July 4, Saturday to Friday, Sunday to Monday", "2026-07-03")] // A Saturday
    [InlineData("July 5, Saturday to Friday, Sunday to Monday", "2026-07-06")] // A Sunday
    [InlineData("July 4, Saturday to Tuesday", "2026-07-07")]
    [InlineData("July 4, on Monday-Friday", "")]
    [InlineData("July 4, on Saturday", "2026-07-04")]
    [InlineData("July 4, from 2027", "")]
    [InlineData("July 4, from 2026, until 2026", "2026-07-04")]
    [InlineData("July 4, until 2025", "")]
    [InlineData("January 1, from 2027, Friday to Thursday", "2026-12-31")] // New Year 2027 is a Friday
    public void A_rule_gives_its_day(string rule, string due)
    {
        var calendar = CalendarFolder.Calendar($"{Always}holiday: {rule}");
        Assert.Equal(due.Length == 0 ? [] : [Date(due)], NasdaqCalendarTests.Days(2026, 2026).Where(date => !calendar.IsMarketDay(date)));
    }

    [Fact]
    public void A_holiday_stays_one_where_a_rule_would_close_it_early()
    {
        var calendar = CalendarFolder.Calendar($"{Always}early close: 12:00, December 24\nholiday: December 25, Saturday to Friday");
        Assert.False(calendar.IsMarketDay(Date("2027-12-24")));
        Assert.Equal(Utc("2026-12-24 12:00"), calendar.RegularClose(Date("2026-12-24")));
    }

    [Fact]
    public void A_date_counts_over_a_rule()
    {
        var calendar = CalendarFolder.Calendar($"{Always}holiday: December 25\nopen: 2026-12-25\nearly close: 12:00, 2027-12-25");
        Assert.True(calendar.IsMarketDay(Date("2026-12-25")));
        Assert.True(calendar.IsEarlyClose(Date("2027-12-25")));
        Assert.False(calendar.IsMarketDay(Date("2028-12-25")));
    }

    [Fact]
    public void In_listed_years_neither_rules_nor_what_is_extended_count()
    {
        var calendar = CalendarFolder.Calendar("extends: nasdaq\nlisted: 2026-2027\nholiday: 2026-12-28\nholiday: March 3");
        Assert.True(calendar.IsMarketDay(Date("2026-12-25")));
        Assert.False(calendar.IsMarketDay(Date("2026-12-28")));
        Assert.True(calendar.IsMarketDay(Date("2027-03-03")));
        Assert.False(calendar.IsMarketDay(Date("2028-03-03")));
        Assert.False(calendar.IsMarketDay(Date("2028-12-25")));
    }
}
