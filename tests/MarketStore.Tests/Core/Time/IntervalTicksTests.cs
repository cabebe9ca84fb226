using MarketStore.Core.Time;
using Xunit;

namespace MarketStore.Tests.Core.Time;

public class IntervalTicksTests
{
    const long Second = 1_000_000_000;

    [Theory]
    [InlineData("UTC", "1Sec", "2021-03-14T15:09:26Z", 535_897_932, 0x8930_9b5b)]
    [InlineData("Asia/Tokyo", "1Sec", "2021-03-14T15:09:26Z", 535_897_932, 0x8930_9b5c)]
    [InlineData("UTC", "1Min", "2021-03-14T15:09:26Z", 535_897_932, 0x7138_46db)]
    [InlineData("UTC", "1Min", "2021-03-14T15:09:26Z", 0, 0x6eee_eeee)]
    [InlineData("UTC", "1Min", "2021-03-14T15:09:01Z", 0, 0x0444_4444)]
    [InlineData("UTC", "1Min", "2021-03-14T15:09:02Z", 0, 0x0888_8888)]
    [InlineData("UTC", "1Min", "2021-03-14T15:09:15Z", 0, 0x4000_0000)]
    [InlineData("UTC", "1Sec", "2021-03-14T15:09:26Z", 1, 4)]
    [InlineData("UTC", "1Sec", "2021-03-14T15:09:26Z", 999_999_990, 0xffff_ffd5)]
    [InlineData("UTC", "1Sec", "2021-03-14T15:09:26Z", 999_999_999, 0xffff_fffb)]
    [InlineData("UTC", "1D", "2021-03-14T15:09:26Z", 0, 0xa1ad_524c)]
    [InlineData("UTC", "1Sec", "2021-03-14T15:09:26Z", 500_000_000, 0x8000_0000)]
    public void Encoding_is_that_of_the_Go_server_bit_for_bit(string zoneName, string timeframe, string time, int nanoseconds, uint due)
    {
        var (calendar, ticks) = At(zoneName, timeframe, Zones.Seconds(time));

        Assert.Equal(due, ticks.Encode(calendar.IndexOf(Zones.Seconds(time)), Zones.Seconds(time), nanoseconds));
    }

    [Theory]
    [InlineData("1Sec", 0x8930_9b5b, 535_897_932)]
    [InlineData("1Min", 0x6eee_eeee, 26 * Second - 13)]
    [InlineData("1Min", 0x0444_4444, 1 * Second - 4)]
    [InlineData("1Min", 0x0888_8888, 2 * Second - 7)]
    [InlineData("1Min", 0x4000_0000, 15 * Second)]
    [InlineData("1Sec", 4, 1)]
    [InlineData("1Sec", 0xffff_ffd5, 999_999_990)]
    [InlineData("1Sec", 0xffff_fffb, 999_999_999)]
    [InlineData("1Sec", 0xffff_ffff, 999_999_999)]
    [InlineData("1Sec", 0x1999_9999, 100_000_000)]
    [InlineData("1Sec", 0x3333_3333, 200_000_000)]
    [InlineData("1Sec", 0x4ccc_cccc, 300_000_000)]
    [InlineData("1Sec", 0x6666_6666, 400_000_000)]
    [InlineData("1D", 0xa1ad_524c, (54_566 * Second) - 12_279)]
    public void Decoding_is_exact_and_never_a_second_late(string timeframe, uint encoded, long nanoseconds)
    {
        var (_, ticks) = At("UTC", timeframe, Zones.Seconds("2021-03-14T15:09:26Z"));

        Assert.Equal(nanoseconds, ticks.DecodeNanoseconds(100, encoded));
    }

    [Fact]
    public void Decoding_is_the_rounded_product_for_every_timeframe()
    {
        var random = new Random(3);
        foreach (var text in (string[])["1Sec", "3Sec", "1Min", "7Min", "1H", "5H", "13H", "1D"])
        {
            var (_, ticks) = At("UTC", text, 0);
            var period = (UInt128)(86_400 * Second / (86_400 / Timeframes.Get(text).Seconds));
            for (var count = 0; count < 1_000; count++)
            {
                var encoded = (uint)random.NextInt64(0, 1L << 32);
                var due = (long)((((UInt128)encoded * period) + (1UL << 31)) >> 32);
                Assert.Equal(Math.Min(due, Timeframes.Get(text).Nanoseconds - 1), ticks.Decode(default, encoded));
            }
        }
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    [InlineData("America/St_Johns")]
    [InlineData("Asia/Tokyo")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Pacific/Apia")]
    public void A_time_comes_back_within_its_slot_to_two_ticks(string zoneName)
    {
        var random = new Random(5);
        foreach (var text in (string[])["1Sec", "10Sec", "1Min", "5Min", "7Min", "1H", "2H", "4H", "5H", "13H"])
        {
            var timeframe = Timeframes.Get(text);
            // A tick at most by truncation, another by the rounding of the sum.
            var tolerance = (2 * (timeframe.Nanoseconds >> 32)) + 3;
            for (var count = 0; count < 400; count++)
                AssertComesBack(zoneName, text, random.NextInt64(0, 1_900_000_000), (int)random.NextInt64(0, Second), tolerance);
        }
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    [InlineData("Asia/Kolkata")]
    public void In_one_second_slots_every_nanosecond_comes_back_exactly(string zoneName)
    {
        var random = new Random(6);
        for (var count = 0; count < 5_000; count++)
            AssertComesBack(zoneName, "1Sec", random.NextInt64(0, 1_900_000_000), (int)random.NextInt64(0, Second), toleranceNanoseconds: 0);
        foreach (var nanoseconds in (int[])[0, 1, 2, 3, 499_999_999, 500_000_000, 999_999_994, 999_999_995, 999_999_998, 999_999_999])
            AssertComesBack(zoneName, "1Sec", 1_615_734_566, nanoseconds, toleranceNanoseconds: 0);
    }

    [Theory]
    [InlineData("UTC", "2021-03-14")]
    [InlineData("America/New_York", "2021-03-13")]
    [InlineData("America/New_York", "2021-03-14")]
    [InlineData("America/New_York", "2021-03-15")]
    [InlineData("America/New_York", "2021-11-08")]
    [InlineData("Asia/Tokyo", "2021-03-14")]
    [InlineData("Asia/Kolkata", "2021-03-14")]
    [InlineData("Europe/London", "2021-03-28")]
    public void In_daily_slots_every_hour_comes_back_also_of_days_of_23_hours(string zoneName, string date)
    {
        var zone = Zones.Get(zoneName);
        var noon = Zones.Seconds(date + "T12:00:00Z");
        var (calendar, _) = At(zoneName, "1D", noon);
        var day = calendar.IndexOf(noon);
        for (var seconds = calendar.StartOf(day); seconds < calendar.StartOf(day + 1); seconds += 1_799)
            AssertComesBack(zone.Name, "1D", seconds, 123_456_789, toleranceNanoseconds: 50_000);
    }

    [Fact]
    public void The_first_instant_of_a_slot_never_comes_back_at_its_end()
    {
        foreach (var zoneName in (string[])["UTC", "America/New_York", "Asia/Kolkata", "Asia/Tokyo", "America/St_Johns"])
        {
            foreach (var text in (string[])["1Sec", "10Sec", "30Sec", "1Min", "5Min", "7Min", "15Min", "1H", "2H", "4H", "1D"])
            {
                for (var index = 1L; index < 360; index++)
                {
                    var (calendar, ticks) = At(zoneName, text, 1_615_734_566);
                    var start = calendar.StartOf(index);
                    Assert.InRange(ticks.DecodeNanoseconds(index, ticks.Encode(index, start, 0)), 0, 45_000);
                }
            }
        }
    }

    [Fact]
    public void The_last_instant_of_a_slot_never_comes_back_in_the_next_one()
    {
        // In 7Min slots the ticks' period is longer than the slot; in Apia, ahead of the UTC base, encoding rounds up.
        var (calendar, ticks) = At("Pacific/Apia", "7Min", 946_708_979);
        var index = calendar.IndexOf(946_708_979);

        Assert.Equal(946_708_980, calendar.StartOf(index + 1));
        Assert.InRange(ticks.DecodeNanoseconds(index, ticks.Encode(index, 946_708_979, 999_999_981)), (420 * Second) - 200, (420 * Second) - 1);
    }

    [Fact]
    public void A_time_more_than_a_tick_before_the_end_of_its_slot_never_comes_back_at_its_start()
    {
        foreach (var zoneName in (string[])["America/New_York", "Asia/Kolkata", "America/St_Johns"])
        {
            foreach (var text in (string[])["2H", "4H", "1D"])
            {
                var (calendar, ticks) = At(zoneName, text, 1_615_734_566);
                var timeframe = Timeframes.Get(text);
                var before = (timeframe.Nanoseconds >> 32) + 4;
                for (var index = 1L; index < 60; index++)
                {
                    var (seconds, nanoseconds) = (calendar.StartOf(index + 1) - 1, (int)(Second - before));
                    Assert.InRange(ticks.DecodeNanoseconds(index, ticks.Encode(index, seconds, nanoseconds)), timeframe.Nanoseconds - (3 * before), timeframe.Nanoseconds - 1);
                }
            }
        }
    }

    [Fact]
    public void Slots_longer_than_a_day_hold_no_ticks()
    {
        Assert.True(IntervalTicks.CanRepresent(Timeframes.Get("1D")));
        Assert.False(IntervalTicks.CanRepresent(Timeframes.Get("25H")));
        Assert.Throws<ArgumentException>(() => At("UTC", "1W", 0));
    }

    static void AssertComesBack(string zoneName, string timeframe, long seconds, int nanoseconds, long toleranceNanoseconds)
    {
        var (calendar, ticks) = At(zoneName, timeframe, seconds);
        var index = calendar.IndexOf(seconds);
        var due = ((seconds - calendar.StartOf(index)) * Second) + nanoseconds;
        var decoded = ticks.DecodeNanoseconds(index, ticks.Encode(index, seconds, nanoseconds));
        Assert.True(Math.Abs(decoded - due) <= toleranceNanoseconds, $"{zoneName}, {timeframe}, {seconds}.{nanoseconds:d9}: {decoded} ns into the slot, due {due}");
    }

    static (SlotCalendar Calendar, IntervalTicks Ticks) At(string zoneName, string timeframe, long seconds)
    {
        var zone = Zones.Get(zoneName);
        var calendar = new SlotCalendar(zone, Timeframes.Get(timeframe), zone.YearAt(seconds));
        return (calendar, new(calendar));
    }
}
