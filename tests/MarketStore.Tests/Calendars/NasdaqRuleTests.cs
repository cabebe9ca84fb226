using MarketStore.Calendars;
using Xunit;
using static MarketStore.Tests.Calendars.Clock;

namespace MarketStore.Tests.Calendars;

public sealed class NasdaqRuleTests
{
    // Every day from 1970 to 2029 of which the list, corrected, and the rules say something else.
    static readonly Dictionary<string, string> Exceptions = new()
    {
        ["1970-02-16"] = "the list has 1970 by the law that came into force in 1971",
        ["1970-02-23"] = "the same",
        ["1970-05-25"] = "the same",
        ["1970-05-29"] = "the same",
        ["1994-04-27"] = "funeral of President Nixon",
        ["1996-07-03"] = "July 4 was a Thursday: until 2012 the Friday after it closed early",
        ["1996-07-05"] = "the same",
        ["1997-12-26"] = "Christmas was a Thursday: the Friday after it closed early",
        ["1999-12-31"] = "the turn of the millennium: closed early",
        ["2001-09-11"] = "attacks on the World Trade Center",
        ["2001-09-12"] = "the same",
        ["2001-09-13"] = "the same",
        ["2001-09-14"] = "the same",
        ["2002-07-03"] = "July 4 was a Thursday: until 2012 the Friday after it closed early",
        ["2002-07-05"] = "the same",
        ["2003-12-26"] = "Christmas was a Thursday: the Friday after it closed early",
        ["2004-06-11"] = "funeral of President Reagan",
        ["2007-01-02"] = "funeral of President Ford",
        ["2012-10-29"] = "hurricane Sandy",
        ["2012-10-30"] = "the same",
        ["2018-12-05"] = "funeral of President Bush",
        ["2025-01-09"] = "funeral of President Carter",
    };

    static MarketCalendar Rules => MarketCalendars.BuiltIn.TryGet("nasdaq-rules", out var rules) ? rules : throw new InvalidOperationException("no rules");

    [Fact]
    public void The_rules_give_every_day_of_the_list_but_for_those_that_have_a_reason()
    {
        var (listed, rules) = (MarketCalendar.Nasdaq, Rules);
        var differing = NasdaqCalendarTests.Days(1970, 2029)
            .Where(date => listed.IsMarketDay(date) != rules.IsMarketDay(date) || listed.RegularClose(date) != rules.RegularClose(date))
            .Select(date => date.ToString("yyyy-MM-dd", null));
        Assert.Equal(Exceptions.Keys, differing);
    }

    [Theory]
    [InlineData("2030-01-01", false)] // The one day of the list beyond its last whole year
    [InlineData("2030-04-19", false)] // Good Friday
    [InlineData("2031-04-11", false)] // Good Friday
    [InlineData("2031-06-19", false)] // Juneteenth
    [InlineData("2032-06-18", false)] // Juneteenth, a Saturday
    [InlineData("2033-06-20", false)] // Juneteenth, a Sunday
    [InlineData("2032-07-05", false)] // Independence Day, a Sunday
    [InlineData("2032-07-02", true)]
    [InlineData("2032-12-24", false)] // Christmas, a Saturday
    [InlineData("2032-12-31", true)] // New Year 2033 is a Saturday, and not held on Friday
    [InlineData("2033-12-26", false)] // Christmas, a Sunday
    [InlineData("2034-01-02", false)] // New Year, a Sunday
    [InlineData("2035-01-15", false)] // Martin Luther King Day
    [InlineData("2035-02-19", false)] // Presidents' Day
    [InlineData("2035-05-28", false)] // Memorial Day
    [InlineData("2035-09-03", false)] // Labor Day
    [InlineData("2035-11-22", false)] // Thanksgiving
    [InlineData("2100-03-26", false)] // Good Friday
    [InlineData("2100-03-25", true)]
    public void Years_that_no_list_knows_go_by_the_rules(string date, bool isMarketDay) => Assert.Equal(isMarketDay, MarketCalendar.Nasdaq.IsMarketDay(Date(date)));

    [Theory]
    [InlineData("2035-11-23", "13:00")] // The day after Thanksgiving
    [InlineData("2035-07-03", "13:00")] // A Tuesday
    [InlineData("2036-07-03", "13:00")] // A Thursday
    [InlineData("2037-07-02", "16:00")] // July 4 is a Saturday, and Friday the holiday
    [InlineData("2032-07-02", "16:00")] // July 4 is a Sunday, and Monday the holiday
    [InlineData("2030-12-24", "13:00")]
    [InlineData("2034-12-22", "16:00")] // Friday, Christmas Eve is a Sunday
    public void Early_closes_go_by_the_rules_too(string date, string newYork) => Assert.Equal(NewYork($"{date} {newYork}"), MarketCalendar.Nasdaq.RegularClose(Date(date)));

    [Theory]
    [InlineData("1965-12-24")] // Christmas was a Saturday
    [InlineData("1968-02-22")] // Washington's Birthday
    [InlineData("1969-05-30")] // Memorial Day
    public void Years_before_the_list_go_by_the_rules_of_their_time(string date) => Assert.False(MarketCalendar.Nasdaq.IsMarketDay(Date(date)));

    // From tables of Easter.
    [Theory]
    [InlineData("1818-03-22")]
    [InlineData("1943-04-25")]
    [InlineData("1961-04-02")]
    [InlineData("2000-04-23")]
    [InlineData("2008-03-23")]
    [InlineData("2024-03-31")]
    [InlineData("2038-04-25")]
    [InlineData("2285-03-22")]
    public void Easter_is_where_the_tables_have_it(string easter)
    {
        var sunday = Date(easter);
        var calendar = CalendarFolder.Calendar("timezone: UTC\nweekdays: Monday-Sunday\nsession regular: 00:00-24:00\nholiday: Easter");
        Assert.Equal([sunday], NasdaqCalendarTests.Days(sunday.Year, sunday.Year).Where(date => !calendar.IsMarketDay(date)));
    }
}
