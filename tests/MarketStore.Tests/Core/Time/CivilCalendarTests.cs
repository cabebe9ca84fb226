using MarketStore.Core.Time;
using NodaTime;
using Xunit;

namespace MarketStore.Tests.Core.Time;

public class CivilCalendarTests
{
    static readonly LocalDate UnixDay = new(1970, 1, 1);

    [Theory]
    [InlineData(-9_990)]
    [InlineData(-401)]
    [InlineData(-4)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1599)]
    [InlineData(1900)]
    [InlineData(1970)]
    [InlineData(2000)]
    [InlineData(2023)]
    [InlineData(2024)]
    [InlineData(9_990)]
    public void Every_day_of_a_year_has_the_number_and_the_date_that_NodaTime_gives_it(int year)
    {
        var start = new LocalDate(year, 1, 1);
        for (var date = start; date.Year == year; date = date.PlusDays(1))
        {
            var day = (long)Period.DaysBetween(UnixDay, date);
            Assert.Equal(day, CivilCalendar.DayOf(date.Year, date.Month, date.Day));
            Assert.Equal((date.Year, date.Month, date.Day), CivilCalendar.DateOf(day));
            Assert.Equal((int)date.DayOfWeek - 1, CivilCalendar.DaysSinceMonday(day));
        }
    }

    [Fact]
    public void Leap_years_are_those_of_the_Gregorian_calendar()
    {
        for (var year = -9_990; year <= 9_990; year++)
        {
            Assert.Equal(CalendarSystem.Iso.IsLeapYear(year), CivilCalendar.IsLeapYear(year));
            Assert.Equal(CalendarSystem.Iso.GetDaysInYear(year), CivilCalendar.DaysInYear(year));
        }
    }
}
