using MarketStore.Core.Time;
using MarketStore.Functions.Windows;
using NodaTime;
using Xunit;

namespace MarketStore.Tests.Functions.Windows;

public class WindowCalendarTests
{
    static readonly string[] Zones = ["UTC", "America/New_York", "Europe/London", "Asia/Kolkata", "Asia/Tokyo", "Pacific/Auckland", "Pacific/Chatham", "Australia/Lord_Howe"];
    static readonly string[] Units = ["Sec", "Min", "H", "D", "W", "M", "Y"];

    public static TheoryData<string> EveryZone => [.. Zones];

    [Theory, MemberData(nameof(EveryZone))]
    public void Windows_are_those_of_a_plain_calendar_computation(string zoneName)
    {
        const int seed = 20_240_229;
        var random = new Random(seed);
        var zone = Zone(zoneName);
        // Before 1970 some zones had two midnights on a day of change, and which one counts is not the plain computation's choice.
        var earliest = zoneName == "UTC" ? -60_000_000_000 : 0;
        var rules = DateTimeZoneProviders.Tzdb[zoneName];
        foreach (var unit in Units)
        {
            for (var round = 0; round < 400; round++)
            {
                var count = random.Next(1, 40);
                var time = random.NextInt64(earliest, 5_000_000_000);
                Assert.True(CandleWindow.TryParse($"{count}{unit}", out var window));

                var found = new WindowCalendar(window, zone).At(time);

                Assert.True(Expected(unit, count, time, rules) == found, $"seed {seed}: {count}{unit} at {time} in {zoneName} is {found}");
            }
        }
    }

    [Theory]
    [InlineData("America/Sao_Paulo")]
    [InlineData("America/St_Johns")]
    [InlineData("Asia/Beirut")]
    [InlineData("America/Havana")]
    [InlineData("Pacific/Kiritimati")]
    public void Where_clocks_change_at_midnight_windows_tile_and_hold_the_starts_of_daily_slots(string zoneName)
    {
        var zone = Zone(zoneName);
        var calendar = new WindowCalendar(Parse("1D"), zone);
        for (var day = CivilCalendar.DayOf(1995, 1, 1); day < CivilCalendar.DayOf(2020, 1, 1); day++)
        {
            var start = zone.StartOfLocalDay(day);
            var next = zone.StartOfLocalDay(day + 1);

            Assert.Equal(new TimeWindow(start, next), calendar.At(start));
            Assert.Equal(new TimeWindow(start, next), calendar.At(next - 1));
        }
    }

    [Theory]
    [InlineData("7Min", "UTC", 1_648_632_600, 1_648_632_240)]
    [InlineData("4H", "America/New_York", 1_648_632_660, 1_648_627_200)]
    [InlineData("1D", "America/New_York", 1_648_632_660, 1_648_612_800)]
    [InlineData("1W", "America/New_York", 1_575_176_400, 1_574_658_000)]
    [InlineData("1W", "UTC", 1_577_836_800, 1_577_664_000)]
    [InlineData("1M", "America/New_York", 1_575_158_400, 1_572_580_800)]
    [InlineData("3M", "UTC", 1_575_158_400, 1_569_888_000)]
    [InlineData("12M", "UTC", 1_575_158_400, 1_546_300_800)]
    [InlineData("1Y", "America/New_York", 1_577_836_800, 1_546_318_800)]
    public void Known_times_fall_into_known_windows(string timeframe, string zoneName, long time, long start) =>
        Assert.Equal(start, new WindowCalendar(Parse(timeframe), Zone(zoneName)).At(time).StartSeconds);

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    [InlineData(-400_000_000_000)]
    [InlineData(400_000_000_000)]
    public void Times_beyond_every_year_file_share_the_outermost_windows(long time)
    {
        foreach (var unit in Units)
        {
            var window = new WindowCalendar(Parse($"3{unit}"), Zone("America/New_York")).At(time);

            Assert.True(window.StartSeconds <= time && time <= window.EndSeconds, $"3{unit}: {window}");
            Assert.True(window.StartSeconds == long.MinValue || window.EndSeconds == long.MaxValue, $"3{unit}: {window}");
        }
    }

    [Fact]
    public void A_cursor_agrees_with_its_calendar_in_any_order_of_times()
    {
        var random = new Random(7);
        var calendar = new WindowCalendar(Parse("6H"), Zone("Asia/Kolkata"));
        var cursor = new WindowCursor(calendar);
        var times = Enumerable.Range(0, 2_000).Select(_ => random.NextInt64(0, 1_000_000)).ToArray();
        for (var row = 0; row < times.Length;)
        {
            var isNew = cursor.MoveTo(times[row]);
            var length = cursor.RunLength(times.AsSpan(row));

            Assert.True(isNew || row == 0);
            Assert.All(times.AsSpan(row, length).ToArray(), time => Assert.Equal(calendar.At(time), cursor.Current));
            row += length;
        }
    }

    [Fact]
    public void A_run_of_ascending_times_ends_where_its_window_does_whatever_is_guessed()
    {
        var random = new Random(11);
        var cursor = new WindowCursor(new(Parse("1H"), Zone("UTC")));
        for (var round = 0; round < 2_000; round++)
        {
            var time = random.NextInt64(0, 20_000);
            var times = Enumerable.Range(0, random.Next(1, 80)).Select(_ => time += random.Next(0, 400)).ToArray();
            cursor.MoveTo(times[0]);

            Assert.Equal(cursor.RunLength(times), cursor.AscendingRunLength(times, random.Next(1, 90)));
        }
    }

    static TimeWindow Expected(string unit, int count, long time, DateTimeZone rules)
    {
        if (unit is "Sec" or "Min" or "H")
        {
            var length = count * (unit == "Sec" ? 1 : unit == "Min" ? 60 : 3_600);
            var sinceOrigin = time - Instant.FromUtc(1, 1, 1, 0, 0).ToUnixTimeSeconds();
            return new(time - (sinceOrigin % length), time - (sinceOrigin % length) + length);
        }

        var origin = new LocalDate(1, 1, 1);
        var date = Instant.FromUnixTimeSeconds(time).InZone(rules).Date;
        var (first, step) = unit switch
        {
            "D" => (origin.PlusDays(DaysBetween(origin, date) / count * count), Period.FromDays(count)),
            "W" => (origin.PlusWeeks(DaysBetween(origin, date) / 7 / count * count), Period.FromWeeks(count)),
            "M" => (origin.PlusMonths((((date.Year - 1) * 12) + date.Month - 1) / count * count), Period.FromMonths(count)),
            _ => (origin.PlusYears((date.Year - 1) / count * count), Period.FromYears(count)),
        };
        return new(Midnight(first, rules), Midnight(first.Plus(step), rules));
    }

    static int DaysBetween(LocalDate start, LocalDate end) => Period.DaysBetween(start, end);

    static long Midnight(LocalDate date, DateTimeZone rules) => rules.AtStartOfDay(date).ToInstant().ToUnixTimeSeconds();

    static CandleWindow Parse(string text) => CandleWindow.TryParse(text, out var window) ? window : throw new ArgumentException(text);

    static MarketTimeZone Zone(string name) => MarketTimeZone.TryGet(name, out var zone) ? zone : throw new ArgumentException(name);
}
