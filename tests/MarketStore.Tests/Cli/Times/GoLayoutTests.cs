using MarketStore.Cli.Times;
using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Cli.Times;

public sealed class GoLayoutTests
{
    [Theory]
    [InlineData("2006-01-02 15:04:05", "2020-03-01 09:30:10", "2020-03-01T09:30:10Z")]
    [InlineData("20060102 15:04:05", "20200301 9:30:10", "2020-03-01T09:30:10Z")]
    [InlineData("1/2/2006 3:04:05 PM", "3/1/2020 9:30:10 PM", "2020-03-01T21:30:10Z")]
    [InlineData("1/2/2006 3:04:05 PM", "12/31/2020 12:00:00 AM", "2020-12-31T00:00:00Z")]
    [InlineData("1/2/2006 3:04:05 pm", "12/31/2020 12:00:00 pm", "2020-12-31T12:00:00Z")]
    [InlineData("Mon Jan _2 15:04:05 2006", "Sun Mar  1 09:30:10 2020", "2020-03-01T09:30:10Z")]
    [InlineData("Monday, 02-Jan-06 15:04:05 MST", "Sunday, 01-Mar-20 09:30:10 UTC", "2020-03-01T09:30:10Z")]
    [InlineData("January 2, 2006", "february 29, 2020", "2020-02-29T00:00:00Z")]
    [InlineData("2006 002", "2020 366", "2020-12-31T00:00:00Z")]
    [InlineData("2006-01-02T15:04:05Z07:00", "2020-03-01T09:30:10Z", "2020-03-01T09:30:10Z")]
    [InlineData("2006-01-02T15:04:05Z07:00", "2020-03-01T09:30:10-05:30", "2020-03-01T15:00:10Z")]
    [InlineData("2006-01-02 15:04:05 -0700", "2020-03-01 09:30:10 +0100", "2020-03-01T08:30:10Z")]
    [InlineData("2006-01-02 15:04:05 -07", "2020-03-01 09:30:10 -07", "2020-03-01T16:30:10Z")]
    [InlineData("2006-01-02 15:04:05.000", "2020-03-01 09:30:10.250", "2020-03-01T09:30:10.25Z")]
    [InlineData("2006-01-02 15:04:05,000000", "2020-03-01 09:30:10.000250", "2020-03-01T09:30:10.00025Z")]
    [InlineData("2006-01-02 15:04:05.999", "2020-03-01 09:30:10", "2020-03-01T09:30:10Z")]
    [InlineData("2006-01-02 15:04:05.999", "2020-03-01 09:30:10.123456789", "2020-03-01T09:30:10.123456789Z")]
    [InlineData("2006-01-02 15:04:05", "2020-03-01 09:30:10.5", "2020-03-01T09:30:10.5Z")]
    [InlineData("2006-01-02 15:04", "2020-03-01   09:30", "2020-03-01T09:30:00Z")]
    [InlineData("02.01.06", "01.03.69", "1969-03-01T00:00:00Z")]
    [InlineData("Month 1 of 2006", "Month 3 of 2020", "2020-03-01T00:00:00Z")]
    [InlineData("20060102150405", "20200301093010", "2020-03-01T09:30:10Z")]
    public void A_time_is_read_as_Go_reads_it(string layout, string text, string time) => Assert.Equal(time, Read(layout, text));

    [Theory]
    [InlineData("2006-01-02 15:04:05", "2020-3-01 09:30:10")]
    [InlineData("2006-01-02 15:04:05", "2020-03-01 24:30:10")]
    [InlineData("2006-01-02 15:04:05", "2020-03-01 09:60:10")]
    [InlineData("2006-01-02 15:04:05", "2020-03-01 09:30:60")]
    [InlineData("2006-01-02 15:04:05", "2020-02-30 09:30:00")]
    [InlineData("2006-01-02 15:04:05", "2019-02-29 09:30:00")]
    [InlineData("2006-01-02 15:04:05", "2020-13-01 09:30:00")]
    [InlineData("2006-01-02 15:04:05", "2020-03-01T09:30:10")]
    [InlineData("2006-01-02 15:04:05", "2020-03-01 09:30")]
    [InlineData("2006-01-02 15:04:05.000", "2020-03-01 09:30:10.25")]
    [InlineData("2006-01-02 15:04:05.000", "2020-03-01 09:30:10")]
    [InlineData("2006-01-02 3:04 PM", "2020-03-01 13:30 PM")]
    [InlineData("2006-01-02 3:04 PM", "2020-03-01 1:30 pm")]
    [InlineData("2006-01-02 MST", "2020-03-01 EST")]
    [InlineData("2006 002", "2019 366")]
    [InlineData("Jan 2 2006", "Foo 2 2006")]
    [InlineData("2006-01-02", "")]
    [InlineData("2006-01-02", "2020-03-01x")]
    public void A_text_in_another_form_is_refused(string layout, string text) => Assert.Null(Read(layout, text));

    [Theory]
    [InlineData("20161230 21:37:57 140000", 140_000_000)]
    [InlineData("20161230 21:37:57123", 123_000_000)]
    [InlineData("20161230 21:37:57 123", 123_000_000)]
    [InlineData("20161230 21:37:57123456789", 123_456_789)]
    [InlineData("20161230 21:37:57", 0)]
    public void Digits_behind_the_layout_are_the_fraction_of_the_second(string text, int nanoseconds)
    {
        Assert.True(new GoTimeReader(GoLayout.Parse("20060102 15:04:05"), MarketTimeZone.Utc).TryRead(text, out var time));
        Assert.Equal(new EpochTime(1483133877, nanoseconds), time);
    }

    [Theory]
    [InlineData("20161230 21:37:57 14")]
    [InlineData("20161230 21:37:57 1x0000")]
    [InlineData("20161230 21:37:57  140000")]
    public void Other_digits_behind_the_layout_are_refused(string text) => Assert.Null(Read("20060102 15:04:05", text));

    [Fact]
    public void A_zone_of_the_text_wins_over_that_of_the_file()
    {
        Assert.True(MarketTimeZone.TryGet("US/Eastern", out var zone));
        var reader = new GoTimeReader(GoLayout.Parse("2006-01-02 15:04:05 MST"), zone);

        Assert.True(reader.TryRead("2020-01-06 09:30:00 UTC", out var universal));
        Assert.True(reader.TryRead("2020-01-06 09:30:00 EST", out var eastern));

        Assert.Equal(1578303000, universal.Seconds);
        Assert.Equal(1578303000 + (5 * 3_600), eastern.Seconds);
    }

    [Fact]
    public void A_date_and_a_time_of_day_are_joined_by_a_space()
    {
        Assert.True(new GoTimeReader(GoLayout.Parse("2006/01/02 15:04:05"), MarketTimeZone.Utc).TryRead("2020/01/06", "09:30:00", out var time));
        Assert.Equal(1578303000, time.Seconds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_layout_reads_any_text_or_refuses_it(int seed)
    {
        string[] pieces = ["2006", "01", "1", "Jan", "02", "_2", "002", "15", "03", "PM", "04", "05", "5", ".000", ".999", ",9", "Z07:00", "-0700", "-07", "MST", "Mon", " ", "  ", "-", "é", "\uD83D", "UTC", "2020", "366", "+", "99"];
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var layout = string.Concat(random.GetItems(pieces, random.Next(8)));
            var text = random.Next(2) == 0 ? layout : string.Concat(random.GetItems(pieces, random.Next(8)));
            // What comes of it does not matter, only that something does.
            _ = Read(layout, text);
        }
    }

    static string? Read(string layout, string text) =>
        new GoTimeReader(GoLayout.Parse(layout), MarketTimeZone.Utc).TryRead(text, out var time) ? TimeWriter.Iso(time, MarketTimeZone.Utc) : null;
}
