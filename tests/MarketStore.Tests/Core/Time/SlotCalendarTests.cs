using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Core.Time;

public class SlotCalendarTests
{
    const long HeaderBytes = 37_024;

    [Theory]
    [InlineData("UTC", "2016-01-01T00:00:00Z", "1Min", 32, 1, 37_024, 1_451_606_400)]
    [InlineData("UTC", "2016-01-01T00:00:59Z", "1Min", 32, 1, 37_024, 1_451_606_400)]
    [InlineData("UTC", "2016-12-31T23:59:00Z", "1Min", 32, 527_040, 16_902_272, 1_483_228_740)]
    [InlineData("UTC", "2017-12-31T23:59:00Z", "1Min", 32, 525_600, 16_856_192, 1_514_764_740)]
    [InlineData("UTC", "2021-03-14T15:09:26Z", "1Sec", 24, 6_275_367, 150_645_808, 1_615_734_566)]
    [InlineData("UTC", "2021-03-14T15:09:26Z", "5Min", 24, 20_918, 539_032, 1_615_734_300)]
    [InlineData("UTC", "2021-03-14T15:09:26Z", "4H", 24, 436, 47_464, 1_615_723_200)]
    [InlineData("UTC", "2021-01-01T00:00:00Z", "1D", 24, 0, 37_000, 1_609_459_200)]
    [InlineData("UTC", "2021-01-02T00:00:00Z", "1D", 24, 1, 37_024, 1_609_545_600)]
    [InlineData("UTC", "2020-12-31T12:00:00Z", "1D", 24, 365, 45_760, 1_609_372_800)]
    [InlineData("UTC", "2021-12-31T23:59:00Z", "7Min", 24, 75_086, 1_839_064, 1_640_995_200 - 300)]
    [InlineData("America/New_York", "2018-07-01T13:30:00Z", "1Min", 24, 261_151, 6_304_624, 1_530_451_800)]
    [InlineData("America/New_York", "2018-07-01T13:30:00Z", "1D", 24, 181, 41_344, 1_530_417_600)]
    [InlineData("America/New_York", "2018-01-01T00:00:00Z", "1Min", 24, 525_301, 12_644_224, 1_514_764_800)]
    [InlineData("America/New_York", "2018-03-11T06:59:00Z", "1Min", 24, 99_480, 2_424_520, 1_520_751_540)]
    [InlineData("America/New_York", "2018-03-11T07:00:00Z", "1Min", 24, 99_481, 2_424_544, 1_520_751_600)]
    public void Index_offset_and_start_are_those_of_the_worked_examples(string zoneName, string time, string timeframe, int recordLength, long index, long offset, long start)
    {
        var seconds = Zones.Seconds(time);
        var calendar = CalendarAt(zoneName, timeframe, seconds);

        Assert.Equal(index, calendar.IndexOf(seconds));
        Assert.Equal(offset, HeaderBytes + ((index - 1) * recordLength));
        Assert.Equal(start, calendar.StartOf(index));
    }

    [Theory]
    [InlineData("1Min", 2021, 24, 12_651_424)]
    [InlineData("1Min", 2020, 24, 12_685_984)]
    [InlineData("1Sec", 2021, 24, 756_901_024)]
    [InlineData("1D", 2021, 24, 45_784)]
    [InlineData("1W", 2021, 24, 38_272)]
    [InlineData("1Y", 2021, 24, 37_048)]
    [InlineData("2Y", 2021, 24, 37_024)]
    [InlineData("7Min", 2021, 24, 1_839_064)]
    public void The_slots_of_a_year_give_its_file_the_documented_size(string timeframe, int year, int recordLength, long bytes) =>
        Assert.Equal(bytes, HeaderBytes + (new SlotCalendar(MarketTimeZone.Utc, Timeframes.Get(timeframe), year).SlotCount * recordLength));

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Tokyo")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Pacific/Apia")]
    public void A_time_lies_in_the_slot_whose_start_it_gets(string zoneName)
    {
        var random = new Random(11);
        foreach (var text in (string[])["1Sec", "7Min", "1Min", "1H", "5H", "1D", "1W", "1Y"])
        {
            for (var count = 0; count < 500; count++)
            {
                var seconds = random.NextInt64(0, 1_900_000_000);
                var calendar = CalendarAt(zoneName, text, seconds);
                var index = calendar.IndexOf(seconds);
                Assert.InRange(index, calendar.FirstIndex, calendar.LastIndex);
                Assert.InRange(seconds, calendar.StartOf(index), calendar.StartOf(index + 1) - 1);
                Assert.Equal(index, calendar.IndexOf(calendar.StartOf(index)));
            }
        }
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    public void Many_times_at_once_get_the_indexes_that_each_gets_alone(string zoneName)
    {
        var random = new Random(12);
        foreach (var text in (string[])["1Sec", "7Min", "1Min", "5H", "1D", "1W"])
        {
            for (var round = 0; round < 50; round++)
            {
                var calendar = CalendarAt(zoneName, text, random.NextInt64(0, 1_900_000_000));
                var epochs = new long[random.Next(1, 40)];
                for (var row = 0; row < epochs.Length; row++)
                {
                    var step = random.Next(4) switch { 0 => 0, 1 or 2 => calendar.Timeframe.Seconds, _ => random.NextInt64(-calendar.Timeframe.Seconds * 3, calendar.Timeframe.Seconds * 3) };
                    epochs[row] = Math.Clamp(row == 0 ? random.NextInt64(calendar.YearStartSeconds, calendar.YearEndSeconds) : epochs[row - 1] + step, calendar.YearStartSeconds, calendar.YearEndSeconds - 1);
                }

                var indexes = new long[epochs.Length];
                var isAscending = calendar.IndexesOf(epochs, indexes);
                Assert.Equal(epochs.Select(calendar.IndexOf), indexes);
                Assert.Equal(indexes.Zip(indexes.Skip(1)).All(pair => pair.First < pair.Second), isAscending);
            }
        }
    }

    [Theory]
    [InlineData("2018-03-11", 23)]
    [InlineData("2018-11-04", 25)]
    [InlineData("2018-11-05", 24)]
    public void A_daily_slot_is_the_local_day_however_long(string date, int hours)
    {
        var calendar = CalendarAt("America/New_York", "1D", Zones.Seconds(date + "T12:00:00Z"));
        var index = calendar.IndexOf(Zones.Seconds(date + "T12:00:00Z"));

        Assert.Equal(hours * 3_600, calendar.StartOf(index + 1) - calendar.StartOf(index));
        Assert.Equal(index, calendar.IndexOf(calendar.StartOf(index + 1) - 1));
        Assert.Equal(index + 1, calendar.IndexOf(calendar.StartOf(index + 1)));
    }

    [Theory]
    [InlineData("1D", 2020, 0, 365)]
    [InlineData("1D", 2021, 0, 364)]
    [InlineData("1Min", 2020, 1, 527_040)]
    [InlineData("7Min", 2021, 1, 75_086)]
    [InlineData("1W", 2021, 1, 53)]
    [InlineData("2Y", 2021, 1, 1)]
    public void The_ends_of_a_year_have_the_first_and_the_last_index(string timeframe, int year, long first, long last)
    {
        var calendar = new SlotCalendar(MarketTimeZone.Utc, Timeframes.Get(timeframe), year);

        Assert.Equal((first, last), (calendar.FirstIndex, calendar.LastIndex));
        Assert.Equal((first, last), (calendar.IndexOf(calendar.YearStartSeconds), calendar.IndexOf(calendar.YearEndSeconds - 1)));
    }

    static SlotCalendar CalendarAt(string zoneName, string timeframe, long seconds)
    {
        var zone = Zones.Get(zoneName);
        return new(zone, Timeframes.Get(timeframe), zone.YearAt(seconds));
    }
}
