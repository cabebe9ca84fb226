using MarketStore.Calendars;
using Xunit;
using static MarketStore.Tests.Calendars.Clock;

namespace MarketStore.Tests.Calendars;

public sealed class CalendarFileTests
{
    const string Minimal = "timezone: UTC\nsession regular: 09:00-17:00\n";

    [Fact]
    public void A_file_of_a_built_in_name_overrides_it()
    {
        using var folder = new CalendarFolder().With("nasdaq.calendar", Minimal);
        Assert.Equal("UTC", folder.Load("nasdaq").ZoneName);
        Assert.Equal("UTC", MarketCalendars.Load(folder.Path).Nasdaq.ZoneName);
        Assert.Equal("America/New_York", MarketCalendar.Nasdaq.ZoneName);
    }

    [Fact]
    public void A_file_extends_one_beside_it_before_one_that_is_built_in()
    {
        using var folder = new CalendarFolder()
            .With("nasdaq.calendar", "extends: nasdaq\nholiday: 2026-03-03")
            .With("mine.calendar", "extends: nasdaq\nholiday: 2026-03-04");
        var mine = folder.Load("mine");
        Assert.Equal([false, false, true], new[] { "2026-03-03", "2026-03-04", "2026-03-05" }.Select(date => mine.IsMarketDay(Date(date))));
        Assert.False(mine.IsMarketDay(Date("2026-12-25")));
        Assert.True(folder.Load("nasdaq").IsMarketDay(Date("2026-03-04")));
    }

    [Fact]
    public void What_extends_takes_sessions_and_weekdays_one_by_one()
    {
        var calendar = CalendarFolder.Calendar("extends: nasdaq\nsession premarket: none\nsession afterhours: close - close+1:00\nweekdays: Monday-Thursday");
        var date = Date("2026-09-22");
        Assert.Null(calendar.Bounds(date, MarketSession.Premarket));
        Assert.Equal(new SessionBounds(NewYork("2026-09-22 09:30"), NewYork("2026-09-22 17:00")), calendar.Bounds(date));
        Assert.Equal((true, false), (calendar.IsMarketDay(Date("2026-09-24")), calendar.IsMarketDay(Date("2026-09-25"))));
    }

    [Fact]
    public void Weekdays_of_what_extends_count_in_listed_years_of_what_is_extended_too() =>
        Assert.False(CalendarFolder.Calendar("extends: nasdaq\nweekdays: Monday-Thursday").IsMarketDay(Date("2026-09-25")));

    [Fact]
    public void Comments_empty_lines_and_line_ends_of_Windows_are_no_matter() =>
        Assert.False(CalendarFolder.Calendar("\uFEFF# Mine\r\n\r\ntimezone:UTC\r\n  session regular : 9:00 - 17:00 # all day\r\nholiday: 2026-03-03\r\n").IsMarketDay(Date("2026-03-03")));

    [Theory]
    [InlineData("holiday 2026-03-03", "'holiday 2026-03-03' is not of the form 'key: value'")]
    [InlineData("holiday:", "'holiday' has no value")]
    [InlineData("holidays: 2026-03-03", "'holidays' is no key: extends, timezone, weekdays, session NAME, listed, dates, holiday, early close, open")]
    [InlineData("timezone: UTC", "'timezone' is given twice: in line 1 too")]
    [InlineData("session regular: 10:00-11:00", "'session regular' is given twice: in line 2 too")]
    [InlineData("session lunch: 12:00-13:00", "'lunch' is no session: premarket, regular, afterhours")]
    [InlineData("session premarket: 8-9", "'8' is no time, such as 09:30, 24:00, 18:00 the day before, close, close+4:00")]
    [InlineData("session premarket: 07:60-09:00", "'07:60' is no time, such as 09:30, 24:00, 18:00 the day before, close, close+4:00")]
    [InlineData("session premarket: 07:00", "'07:00' is not of the form '09:30-16:00'")]
    [InlineData("session premarket: 09:00-07:00", "'09:00-07:00' ends before it starts; over midnight it is '18:00 the day before - 17:00' or '17:00 - 02:00 the day after'")]
    [InlineData("session premarket: 08:00-09:00, 07:00-08:00", "the parts of '08:00-09:00, 07:00-08:00' are not one after the other")]
    [InlineData("session premarket: 08:00-close", "'08:00-close': only hours of afterhours are counted from the close")]
    [InlineData("session premarket: 08:00-10:00", "sessions overlap")]
    [InlineData("session afterhours: close - close+20:00", "the sessions of a day take up more than 24 hours")]
    [InlineData("session afterhours: close+2:00 - 18:00", "a session would end before it starts")]
    [InlineData("weekdays: Monday-Tuseday", "'Tuseday' is no weekday: Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday")]
    [InlineData("listed: 2026", "'2026' is no range of years, such as 1970-2029")]
    [InlineData("listed: 2026-2025", "'2026-2025' ends before it starts")]
    [InlineData("dates: ../mine.csv", "'../mine.csv' is not the name of a .csv file in the same directory")]
    [InlineData("dates: mine.csv", "mine.csv: there is no such file")]
    [InlineData("holiday: 2026-02-30", "'2026-02-30' is no date, such as 2026-11-27")]
    [InlineData("holiday: 2026-03-03, March 4", "'March 4' is no date, such as 2026-11-27")]
    [InlineData("holiday: June 31", "'31' is no day of June")]
    [InlineData("holiday: third Monday of Juni", "'Juni' is no month: January, February, March, April, May, June, July, August, September, October, November, December")]
    [InlineData("holiday: sixth Monday of May", "'sixth Monday of May' is no day: 2026-06-19, 'June 19', 'third Monday of January', 'last Monday of May', 'Monday on or before May 24', 'Easter -2 days'")]
    [InlineData("holiday: May 1, since 1998", "'since 1998' is none of 'from 1998', 'until 2012', 'on Monday-Thursday', 'Saturday to Friday'")]
    [InlineData("holiday: May 1, from 12345", "'12345' is no year")]
    [InlineData("holiday: Easter -999 days", "'-999' is no number of days from 1 to 365")]
    [InlineData("early close: noon, 2026-03-03", "'noon' is no time of day, such as 13:00")]
    [InlineData("early close: 13:00", "an early close needs days: 'early close: 13:00, 2026-11-27'")]
    [InlineData("early close: 17:00, 2026-03-03", "an early close at 17:00 is not within the regular session")]
    [InlineData("extends: nowhere", "'nowhere' is no calendar that can be extended: nasdaq, nasdaq-list, nasdaq-rules, test")]
    public void An_error_names_file_line_and_value(string line, string problem) => Assert.Equal($"test.calendar, line 3: {problem}", CalendarFolder.ProblemsOf(Minimal + line));

    [Theory]
    [InlineData("session regular: 09:00-17:00", "test.calendar: it needs a time zone: 'timezone: America/New_York', or 'extends: nasdaq'")]
    [InlineData("timezone: UTC", "test.calendar: it needs a regular session: 'session regular: 09:30-16:00'")]
    [InlineData("timezone: Asia/Tokio\nsession regular: none", "test.calendar, line 1: 'Asia/Tokio' is no time zone: names are those of IANA, such as Asia/Tokyo\ntest.calendar, line 2: a market has a regular session")]
    public void What_is_missing_is_said_and_all_problems_at_once(string text, string problems) => Assert.Equal(problems, CalendarFolder.ProblemsOf(text));

    [Fact]
    public void A_row_of_a_list_of_dates_that_makes_no_sense_is_named_by_its_own_file_and_line()
    {
        using var folder = new CalendarFolder()
            .With("a.calendar", Minimal + "dates: a.csv")
            .With("a.csv", "date,kind,close_time\n2026-03-03,holiday,\n2026-03-04,early_close,\n")
            .With("b.calendar", Minimal + "holiday: 2026-03-03\ndates: b.csv")
            .With("b.csv", "date,kind,close_time\n2026-03-03,open,\n")
            .With("c.calendar", Minimal + "dates: c.csv")
            .With("c.csv", "2026-03-03,holiday,\n");
        Assert.Equal(
            """
            a.csv, line 3: '2026-03-04,early_close,' is none of 'DATE,holiday,', 'DATE,open,' and 'DATE,early_close,13:00'
            b.csv, line 2: 2026-03-03 is something else in b.calendar, line 3
            c.csv, line 1: '2026-03-03,holiday,' is not 'date,kind,close_time'
            """,
            folder.Problems());
    }

    [Fact]
    public void Calendars_that_extend_each_other_in_a_circle_are_an_error_and_so_is_one_that_extends_itself()
    {
        using var folder = new CalendarFolder().With("a.calendar", "extends: b").With("b.calendar", "extends: a").With("c.calendar", "extends: c");
        Assert.Equal(
            """
            b.calendar, line 1: 'a' extends this calendar in turn
            a.calendar, line 1: 'b' extends this calendar in turn
            c.calendar, line 1: 'c' is no calendar that can be extended: a, b, c, nasdaq, nasdaq-list, nasdaq-rules
            """,
            folder.Problems());
    }

    [Fact]
    public void Sessions_that_overlap_on_early_closes_alone_are_an_error_of_the_early_close() => Assert.Equal(
        "test.calendar, line 4: a session would end before it starts on days that close at 12:00",
        CalendarFolder.ProblemsOf(Minimal + "session afterhours: close+5:00 - 23:00, 23:00 - close+7:00\nearly close: 12:00, 2026-03-03"));

    [Fact]
    public void Sessions_that_do_not_go_with_an_early_close_of_the_extended_calendar_are_an_error_of_theirs() => Assert.Equal(
        "test.calendar, line 2: an early close at 13:00 is not within the regular session; it comes from built-in nasdaq-rules.calendar, line 34",
        CalendarFolder.ProblemsOf("extends: nasdaq\nsession regular: 14:00-16:00"));

    [Fact]
    public void A_name_that_no_configuration_could_ask_for_is_an_error()
    {
        using var folder = new CalendarFolder().With("My Market.calendar", Minimal);
        Assert.Equal("My Market.calendar: the name of a calendar is made of small letters, digits, '-' and '_'", folder.Problems());
    }

    [Fact]
    public void A_directory_that_is_not_there_is_an_error()
    {
        using var folder = new CalendarFolder();
        var missing = Path.Combine(folder.Path, "none");
        var error = Assert.Throws<CalendarFileException>(() => MarketCalendars.Load(missing));
        Assert.Equal($"{missing}: there is no such directory", error.Message);
        Assert.Equal([new(missing, null, "there is no such directory")], error.Problems);
    }

    [Fact]
    public void Files_that_are_too_large_or_no_text_are_errors()
    {
        using var folder = new CalendarFolder().With("large.calendar", new string('#', (1 << 20) + 1));
        File.WriteAllBytes(Path.Combine(folder.Path, "other.calendar"), [0xFF, 0xFE, 0x00]);
        Assert.Equal("large.calendar: it is larger than 1048576 bytes\nother.calendar: it is not UTF-8", folder.Problems());
    }

    [Fact]
    public void A_file_that_is_wrong_in_every_line_makes_no_endless_message()
    {
        var problems = CalendarFolder.ProblemsOf(string.Concat(Enumerable.Repeat("nonsense\n", 1_000))).Split('\n');
        Assert.Equal((51, "and 950 more"), (problems.Length, problems[^1]));
    }

    [Fact]
    public void Files_of_other_kinds_are_left_alone()
    {
        using var folder = new CalendarFolder().With("notes.txt", "whatever").With("list.csv", "whatever");
        Assert.Equal(MarketCalendars.BuiltIn.Names, MarketCalendars.Load(folder.Path).Names);
    }
}
