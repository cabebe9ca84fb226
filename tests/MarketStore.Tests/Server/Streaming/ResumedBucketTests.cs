using MarketStore.Core.Keys;
using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming.Resuming;
using MarketStore.Server.Streaming.RowEncoding;
using MarketStore.Server.Streaming.Sending;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

public sealed class ResumedBucketTests
{
    readonly ResumedBucket _bucket = new(TimeBucketKey.Parse("A/1Sec/N"), new(10, 0));

    [Fact]
    public void Reading_goes_on_behind_all_ticks_of_one_time_that_were_sent_in_several_blocks()
    {
        var ticks = Bars.Ticks(10, 5, 7, 7, 7, 7, 7, 9);
        _bucket.BeginReading(out _, out _);
        _bucket.EndReading(new(ticks, 1, null));
        _bucket.Sent(new(ticks), 0, 3);
        _bucket.Sent(new(ticks), 3, 5);

        _bucket.BeginReading(out var place, out var sentCount);

        Assert.Equal((new EpochTime(10, 7), 4), (place.First, sentCount));
    }

    [Fact]
    public void A_reading_holds_the_batches_up_to_its_own_and_none_beyond()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: null);

        Assert.Null(_bucket.Unread(Published(7, 12)));
        Assert.Equal([new EpochTime(12, 0)], _bucket.Unread(Published(8, 12))!.Positions);
    }

    [Fact]
    public void Rows_behind_a_reading_are_left_to_the_next_and_those_of_before_what_is_wanted_are_not_sent_until_it_is_live()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: new(15, 0));

        Assert.Equal([new EpochTime(14, 0)], _bucket.Unread(Published(8, 9, 14, 15))!.Positions);
        Read(Bars.Numbers(15, 5), sequence: 8, next: null);
        _bucket.GoLive();
        Assert.Equal([new EpochTime(9, 0), new EpochTime(16, 0)], _bucket.Unread(Published(9, 9, 16))!.Positions);
    }

    [Fact]
    public void However_many_readings_there_are_no_row_counts_as_read_that_was_not()
    {
        for (var reading = 0; reading < 5_000; reading++)
            Read(Bars.Numbers(10 + reading), sequence: 2 * reading, next: new(11 + reading, 0));

        for (var reading = 0; reading < 5_000; reading += 100)
            Assert.NotNull(_bucket.Unread(Published((2 * reading) + 1, 10 + reading)));
    }

    [Fact]
    public void Rows_that_nobody_kept_are_read_again_and_no_others()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: null);
        _bucket.Miss(_bucket.Unread(Published(8, 11, 13, 14))!);

        Assert.True(_bucket.NeedsReading);
        Assert.Equal(new PlaceRun(new(11, 0), new(11, 0)), Read(Bars.Numbers(11), sequence: 9, next: null));
        Assert.True(_bucket.NeedsReading);
        // Of what will be read nothing is kept; what was read again is compared with that.
        Assert.Equal([new EpochTime(11, 0), new EpochTime(12, 0)], _bucket.Unread(Published(10, 11, 12, 13))!.Positions);
        Assert.Equal([new EpochTime(12, 0)], _bucket.Unread(Published(9, 11, 12, 13))!.Positions);
        Assert.Equal(new PlaceRun(new(13, 0), new(14, 0)), Read(Bars.Numbers(13, 2), sequence: 10, next: null));
        Assert.False(_bucket.NeedsReading);
    }

    [Fact]
    public void A_history_that_is_written_anew_while_nobody_keeps_it_is_one_reading()
    {
        var bucket = new ResumedBucket(TimeBucketKey.Parse("A/1Min/N"), default);
        bucket.BeginReading(out var all, out _);
        bucket.EndReading(new(Bars.Numbers(0), 1, null));
        bucket.EndSending(all, null);
        for (var bar = 0; bar < 10_000; bar++)
            bucket.Miss(Published(2 + bar, 60 * bar));

        Assert.Equal(1, bucket.MissedRuns);
        bucket.BeginReading(out var again, out _);
        Assert.Equal(new PlaceRun(default, new(599_940, 0)), again);
    }

    [Fact]
    public void Rows_that_are_let_go_are_missed_where_they_are_still_unread()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: null);
        for (var tick = 0; tick < 20_000; tick++)
            _bucket.Hold(_bucket.Unread(PublishedTicks(8 + tick, 13 + (2 * tick)))!);

        Assert.Equal(20_000, _bucket.LetGoHeld().Count);
        Assert.Equal(20_000, _bucket.MissedRuns);
        Assert.Empty(_bucket.Held);
    }

    [Fact]
    public void A_reading_of_what_was_missed_goes_on_where_it_was_left()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: null);
        _bucket.Miss(PublishedTicks(8, 11, 12));
        _bucket.Coarsen();
        _bucket.BeginReading(out _, out _);
        var ticks = Bars.Ticks(11, 0, 3, 3, 3);
        _bucket.EndReading(new(ticks, 9, null));
        _bucket.Sent(new(ticks), 0, 2);
        _bucket.Sent(new(ticks), 2, 3);

        Assert.Equal(new PlaceRun(new(11, 3), new(12, 0)), Begin(out var sentCount));
        Assert.Equal(2, sentCount);
    }

    [Fact]
    public void What_is_missed_during_a_reading_is_read_again_where_the_reading_holds_it_not()
    {
        _bucket.BeginReading(out var place, out _);
        _bucket.Miss(_bucket.Unread(Published(8, 11, 30))!);
        _bucket.Miss(_bucket.Unread(Published(9, 12, 31))!);
        _bucket.EndReading(new(Bars.Numbers(10, 10), 8, new(20, 0)));
        _bucket.EndSending(place, new(20, 0));

        Assert.Equal(new PlaceRun(new(20, 0), EpochTime.MaxValue), Read(Bars.Numbers(20, 12), sequence: 9, next: null));
        Assert.Equal(new PlaceRun(new(12, 0), new(12, 0)), Read(Bars.Numbers(12), sequence: 9, next: null));
        Assert.False(_bucket.NeedsReading);
    }

    [Fact]
    public void How_many_ticks_of_a_time_were_sent_counts_for_the_reading_that_sent_them()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: null);
        _bucket.Miss(PublishedTicks(8, 11));
        Begin(out _);
        var ticks = Bars.Ticks(11, 0, 0, 0);
        _bucket.EndReading(new(ticks, 8, null));
        _bucket.Sent(new(ticks), 0, 2);
        // With one of before, which is gone again when it is read.
        _bucket.Miss(PublishedTicks(9, 10, 11));
        _bucket.Coarsen();

        Assert.Equal(new PlaceRun(new(10, 0), new(11, 0)), Begin(out var sentCount));
        Assert.Equal(0, sentCount);
        _bucket.EndReading(new(ticks, 10, null));
        _bucket.Sent(new(ticks), 0, 1);
        Assert.Equal(new PlaceRun(new(11, 0), new(11, 0)), Begin(out sentCount));
        Assert.Equal(1, sentCount);
    }

    [Fact]
    public void Of_rows_that_are_kept_those_that_were_read_again_are_not_sent()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: null);
        _bucket.Miss(_bucket.Unread(Published(8, 11, 14))!);
        Begin(out _);
        _bucket.Hold(_bucket.Unread(Published(9, 11, 12))!);
        _bucket.EndReading(new(Bars.Numbers(11), 9, null));
        _bucket.EndSending(new(new(11, 0), new(11, 0)), null);
        Read(Bars.Numbers(14), sequence: 9, next: null);

        Assert.False(_bucket.NeedsReading);
        Assert.Equal([new EpochTime(12, 0)], Assert.Single(_bucket.Held).Positions);
    }

    [Fact]
    public void What_was_missed_of_a_reading_that_is_sent_in_part_comes_with_the_next()
    {
        var rows = Bars.Numbers(10, 5);
        Begin(out _);
        _bucket.EndReading(new(rows, 7, null));
        _bucket.Sent(new(rows), 0, 2);
        _bucket.Miss(_bucket.Unread(Published(8, 11, 12, 14))!);

        Assert.Equal(new PlaceRun(new(11, 1), EpochTime.MaxValue), Read(Bars.Numbers(12, 3), sequence: 8, next: null));
        Assert.Equal(new PlaceRun(new(11, 0), new(11, 0)), Read(Bars.Numbers(11), sequence: 8, next: null));
        Assert.False(_bucket.NeedsReading);
    }

    [Fact]
    public void What_is_missed_before_a_reading_and_in_it_is_read_again()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: new(15, 0));
        var place = Begin(out _);
        _bucket.Miss(_bucket.Unread(Published(8, 13, 14, 15, 16))!);
        _bucket.EndReading(new(Bars.Numbers(15, 5), 7, null));
        _bucket.EndSending(place, null);

        Assert.Equal(new PlaceRun(new(13, 0), new(14, 999_999_999)), Read(Bars.Numbers(13, 2), sequence: 8, next: null));
        Assert.Equal(new PlaceRun(new(15, 0), new(16, 0)), Read(Bars.Numbers(15, 2), sequence: 8, next: null));
        Assert.False(_bucket.NeedsReading);
    }

    [Fact]
    public void A_subscription_may_end_in_the_middle_of_a_reading()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: new(15, 0));
        _bucket.Hold(_bucket.Unread(Published(8, 12))!);
        _bucket.BeginReading(out _, out _);

        _bucket.ForgetHeld();

        Assert.Empty(_bucket.EndReading(new(Bars.Numbers(15, 5), 8, null)));
    }

    PlaceRun Begin(out int sentCount)
    {
        _bucket.BeginReading(out var place, out sentCount);
        return place;
    }

    PlaceRun Read(ColumnSeries rows, long sequence, EpochTime? next)
    {
        var place = Begin(out _);
        _bucket.EndReading(new(rows, sequence, next));
        _bucket.EndSending(place, next);
        return place;
    }

    static PublishedRows PublishedTicks(long sequence, params long[] epochs) => Published(sequence, epochs) with { AreVariable = true };

    static PublishedRows Published(long sequence, params long[] epochs)
    {
        // A frame of one byte for each row.
        var frames = epochs.SelectMany(_ => (byte[])[0x82, 1, 0]).ToArray();
        return new(new FrameBlock(frames, epochs.Length, Bars.Key("A"), sequence), Array.ConvertAll(epochs, epoch => new EpochTime(epoch, 0)));
    }
}
