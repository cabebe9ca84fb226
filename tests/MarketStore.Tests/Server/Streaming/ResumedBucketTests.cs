using MarketStore.Core.Series;
using MarketStore.Core.Time;
using MarketStore.Server.Streaming.Resuming;
using MarketStore.Server.Streaming.RowEncoding;
using MarketStore.Server.Streaming.Sending;
using Xunit;

namespace MarketStore.Tests.Server.Streaming;

public sealed class ResumedBucketTests
{
    readonly ResumedBucket _bucket = new(Bars.Key("A"), new(10, 0));

    [Fact]
    public void Reading_goes_on_behind_all_ticks_of_one_time_that_were_sent_in_several_blocks()
    {
        var ticks = Bars.Ticks(10, 5, 7, 7, 7, 7, 7, 9);
        Read(ticks, sequence: 1, next: null);
        _bucket.Sent(new(ticks), 0, 3);
        _bucket.Sent(new(ticks), 3, 5);

        _bucket.BeginReading(out var from, out var sentCount);

        Assert.Equal((new EpochTime(10, 7), 4), (from, sentCount));
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
    public void A_subscription_may_end_in_the_middle_of_a_reading()
    {
        Read(Bars.Numbers(10, 5), sequence: 7, next: new(15, 0));
        _bucket.Hold(_bucket.Unread(Published(8, 12))!);
        _bucket.BeginReading(out _, out _);

        _bucket.ForgetHeld();

        Assert.Empty(_bucket.EndReading(new(Bars.Numbers(15, 5), 8, null)));
    }

    void Read(ColumnSeries rows, long sequence, EpochTime? next)
    {
        _bucket.BeginReading(out _, out _);
        _bucket.EndReading(new(rows, sequence, next));
        if (next is { } position)
            _bucket.SentUpTo(position);
    }

    static PublishedRows Published(long sequence, params long[] epochs)
    {
        // A frame of one byte for each row.
        var frames = epochs.SelectMany(_ => (byte[])[0x82, 1, 0]).ToArray();
        return new(new FrameBlock(frames, epochs.Length, Bars.Key("A"), sequence), Array.ConvertAll(epochs, epoch => new EpochTime(epoch, 0)));
    }
}
