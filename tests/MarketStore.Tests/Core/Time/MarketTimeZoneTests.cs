using MarketStore.Core.Time;
using NodaTime;
using Xunit;

namespace MarketStore.Tests.Core.Time;

public class MarketTimeZoneTests
{
    public static readonly TheoryData<string> Names = [
        "UTC", "America/New_York", "Europe/London", "Asia/Tokyo", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "Africa/Monrovia", "Asia/Kathmandu",
    ];

    [Theory, MemberData(nameof(Names))]
    public void Offset_year_and_local_day_of_an_instant_are_those_of_NodaTime(string name)
    {
        var (zone, noda) = (Zones.Get(name), DateTimeZoneProviders.Tzdb[name]);
        foreach (var seconds in Instants(noda))
        {
            var local = Instant.FromUnixTimeSeconds(seconds).InZone(noda);
            Assert.Equal((long)local.Offset.Seconds, zone.OffsetSecondsAt(seconds));
            // Of years whose midnight is skipped another test speaks.
            if (noda.MapLocal(new LocalDateTime(local.Year + 1, 1, 1, 0, 0)).Count > 0)
                Assert.Equal(local.Year, zone.YearAt(seconds));
            Assert.Equal(Period.DaysBetween(new LocalDate(1970, 1, 1), local.Date), zone.LocalDayAt(seconds));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_day_starts_at_local_midnight(string name)
    {
        var (zone, noda) = (Zones.Get(name), DateTimeZoneProviders.Tzdb[name]);
        for (var date = new LocalDate(1990, 1, 1); date.Year < 2026; date = date.PlusDays(1))
        {
            var mapping = noda.MapLocal(date.AtMidnight());
            // Midnights that clocks skip or show twice are the next test's.
            if (mapping.Count == 1)
                Assert.Equal(mapping.Single().ToInstant().ToUnixTimeSeconds(), zone.StartOfLocalDay(Period.DaysBetween(new LocalDate(1970, 1, 1), date)));
        }
    }

    // What Go's time.Date answers: it depends on the offset that its first guess falls into.
    [Theory]
    [InlineData("America/Sao_Paulo", 2018, 11, 4, "2018-11-03T23:00:00-03:00")]
    [InlineData("America/Sao_Paulo", 2018, 2, 18, "2018-02-18T00:00:00-03:00")]
    [InlineData("Asia/Beirut", 2021, 3, 28, "2021-03-28T01:00:00+03:00")]
    [InlineData("America/Havana", 2021, 11, 7, "2021-11-07T00:00:00-04:00")]
    public void A_midnight_that_clocks_skip_or_show_twice_is_resolved_as_the_Go_server_does(string name, int year, int month, int day, string due) =>
        Assert.Equal(Zones.Seconds(due), Zones.Get(name).StartOfLocalDay(CivilCalendar.DayOf(year, month, day)));

    [Fact]
    public void A_year_whose_midnight_was_skipped_starts_where_the_Go_server_counts_it_from()
    {
        // At midnight clocks went on by half an hour, so 1950 starts at what they showed as 23:30 of 1949 by the offset that came.
        var zone = Zones.Get("Pacific/Apia");
        var start = zone.Year(1950).StartSeconds;

        Assert.Equal((1949, 1950), (zone.YearAt(start - 1), zone.YearAt(start)));
        Assert.Equal(0, new SlotCalendar(zone, Timeframes.Get("1D"), 1950).IndexOf(start));
    }

    [Fact]
    public void The_bounds_of_a_year_meet_those_of_the_next()
    {
        foreach (var zone in Names.Select(name => Zones.Get(name.Data)))
        {
            for (var year = 1950; year < 2040; year++)
            {
                Assert.Equal(zone.Year(year).EndSeconds, zone.Year(year + 1).StartSeconds);
                Assert.Equal(zone.Year(year).StartSeconds, zone.Year(year).DayStarts[0]);
                Assert.Equal(CivilCalendar.DaysInYear(year), zone.Year(year).DayStarts.Length);
                Assert.Equal(year, zone.YearAt(zone.Year(year).StartSeconds));
                Assert.Equal(year, zone.YearAt(zone.Year(year).EndSeconds - 1));
            }
        }
    }

    [Theory]
    [InlineData(long.MinValue, MarketTimeZone.MinYear)]
    [InlineData(long.MaxValue, MarketTimeZone.MaxYear)]
    public void Times_beyond_all_years_are_held_at_the_ends(long seconds, int year)
    {
        Assert.Equal(year, MarketTimeZone.Utc.YearAt(seconds));
        Assert.Equal(year, Zones.Get("America/New_York").YearAt(seconds));
    }

    [Fact]
    public void A_year_that_no_file_can_have_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => MarketTimeZone.Utc.Year(MarketTimeZone.MinYear - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MarketTimeZone.Utc.Year(MarketTimeZone.MaxYear + 1));
    }

    [Theory]
    [InlineData("", "UTC")]
    [InlineData("UTC", "UTC")]
    [InlineData("America/New_York", "America/New_York")]
    public void An_empty_name_means_UTC(string name, string due) => Assert.Equal(due, Zones.Get(name).Name);

    [Theory]
    [InlineData("Mars/Olympus")]
    [InlineData("america/new_york ")]
    [InlineData("../../etc/passwd")]
    public void An_unknown_name_is_no_zone(string name) => Assert.False(MarketTimeZone.TryGet(name, out _));

    /// <summary>Random instants, the ends of every offset since 1900, and the turns of years.</summary>
    static IEnumerable<long> Instants(DateTimeZone zone)
    {
        var random = new Random(7);
        for (var count = 0; count < 2_000; count++)
            yield return random.NextInt64(-9_000_000_000, 9_000_000_000);
        foreach (var interval in zone.GetZoneIntervals(Instant.FromUtc(1900, 1, 1, 0, 0), Instant.FromUtc(2040, 1, 1, 0, 0)).Where(interval => interval.HasStart))
        {
            for (var seconds = -1; seconds <= 1; seconds++)
                yield return interval.Start.ToUnixTimeSeconds() + seconds;
        }

        for (var year = 1950; year < 2040; year++)
        {
            for (var hour = -24; hour <= 24; hour++)
                yield return Instant.FromUtc(year, 1, 1, 0, 0).ToUnixTimeSeconds() + (hour * 3_600);
        }
    }
}
