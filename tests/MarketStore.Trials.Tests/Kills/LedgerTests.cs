using MarketStore.TestKit.Golden;
using MarketStore.TestKit.Rpc;
using MarketStore.Trials.Kills.Ledger;
using Xunit;

namespace MarketStore.Trials.Tests.Kills;

/// <summary>The ledger sees each kind of damage; what it never finds fault with proves nothing.</summary>
public sealed class LedgerTests
{
    const long Minute = 60;

    readonly FixedBucketModel _bars = new("A/1Min/B");
    readonly TickBucketModel _ticks = new("A/1Sec/T");
    readonly Findings _findings = new();

    [Fact]
    public void Each_version_between_the_acknowledged_and_the_sent_one_may_be_seen()
    {
        var first = Answer(_bars.Add(1, 11, [0, Minute]));
        var second = Answer(new FixedBucketModel("A/1Min/B").Add(1, 11, [0]), _bars.Add(2, 12, [Minute, 2 * Minute]));

        Assert.Equal(1, Check(_bars, first, acknowledged: 1, sent: 2).Last);
        Assert.Equal(2, Check(_bars, second, acknowledged: 1, sent: 2).First);
        Assert.True(_findings.IsEmpty, _findings.ToString());
    }

    [Fact]
    public void An_older_value_of_an_overwritten_slot_is_a_loss()
    {
        var first = Answer(_bars.Add(1, 11, [0, Minute]));
        _bars.Add(2, 12, [0, Minute]);

        Check(_bars, first, acknowledged: 2, sent: 2);

        Assert.Equal(2, _findings[Damage.Lost]);
    }

    [Fact]
    public void A_bucket_that_is_gone_is_a_loss()
    {
        _bars.Add(1, 11, [0]);

        Check(_bars, null, acknowledged: 1, sent: 1);

        Assert.Equal(1, _findings[Damage.Lost]);
    }

    [Fact]
    public void Half_a_batch_in_flight_is_known()
    {
        _bars.Add(1, 11, [0, Minute]);
        var half = new FixedBucketModel("A/1Min/B").Add(1, 11, [0]);

        Check(_bars, Answer(half), acknowledged: 0, sent: 1);

        Assert.Equal(1, _findings[Damage.Half]);
    }

    [Fact]
    public void A_batch_in_one_of_its_buckets_only_is_half_there()
    {
        var other = new FixedBucketModel("C/1Min/B");
        var there = Answer(_bars.Add(1, 11, [0]));
        other.Add(1, 11, [0]);
        var versions = new Versions(0, 1);

        _bars.Check(there, TimeRange.All, versions, _findings);
        other.Check(null, TimeRange.All, versions, _findings);

        Assert.Equal(1, _findings[Damage.Half]);
    }

    [Fact]
    public void A_batch_that_was_found_absent_must_not_come_back()
    {
        var dead = Answer(_bars.Add(1, 11, [0]));
        _bars.Retract(1);

        Check(_bars, dead, acknowledged: 0, sent: 0);

        Assert.Equal(1, _findings[Damage.Phantom]);
    }

    [Fact]
    public void A_row_in_another_bucket_than_its_own_is_a_phantom()
    {
        _bars.Add(1, 11, [0]);

        Check(_bars, Answer(new FixedBucketModel("C/1Min/B").Add(1, 11, [0])), acknowledged: 1, sent: 1);

        Assert.Equal(1, _findings[Damage.Phantom]);
    }

    [Fact]
    public void Identical_ticks_count_and_one_more_is_doubled()
    {
        Tick[] ticks = [new(5, 0, 0), new(5, 0, 0), new(5, 0, 1)];
        var sent = Answer(_ticks.Add(1, 11, ticks));

        Check(_ticks, sent, acknowledged: 1, sent: 1);
        Assert.True(_findings.IsEmpty, _findings.ToString());

        Check(_ticks, Answer(new TickBucketModel("A/1Sec/T").Add(1, 11, [ticks[0], .. ticks])), acknowledged: 1, sent: 1);
        Assert.Equal(1, _findings[Damage.Doubled]);
    }

    [Fact]
    public void One_identical_tick_less_is_a_loss()
    {
        _ticks.Add(1, 11, [new(5, 0, 0), new(5, 0, 0)]);

        Check(_ticks, Answer(new TickBucketModel("A/1Sec/T").Add(1, 11, [new(5, 0, 0)])), acknowledged: 1, sent: 1);

        Assert.Equal(1, _findings[Damage.Lost]);
    }

    [Fact]
    public void Equal_times_out_of_the_order_of_arrival_are_known()
    {
        _ticks.Add(1, 11, [new(5, 0, 0), new(5, 0, 1)]);

        Check(_ticks, Answer(new TickBucketModel("A/1Sec/T").Add(1, 11, [new(5, 0, 1), new(5, 0, 0)])), acknowledged: 1, sent: 1);

        Assert.Equal(1, _findings[Damage.Disordered]);
    }

    [Theory]
    [InlineData(10, nameof(Damage.Lost))]
    [InlineData(23, nameof(Damage.Half))]
    [InlineData(31, nameof(Damage.Doubled))]
    public void Rows_that_are_all_the_same_are_known_by_their_number(int rowCount, string damage)
    {
        var same = new SameTicksModel("A/1Sec/S", epoch: 5);
        same.Add(1, 10);
        same.Add(2, 10);
        same.Add(3, 10);

        Check(same, Answer(new SameTicksModel("A/1Sec/S", epoch: 5).Add(1, rowCount)), acknowledged: 2, sent: 3);

        Assert.Equal(1, _findings[Enum.Parse<Damage>(damage)]);
    }

    [Fact]
    public void A_bucket_that_was_removed_must_not_be_there_with_its_old_rows()
    {
        var bucket = new RebornBucketModel("A/1Min/B");
        bucket.Create(1, _bars);
        var rows = Answer(_bars.Add(2, 11, [0]));
        bucket.Changed(2);
        bucket.Destroy(3);

        Assert.Equal(2, Check(bucket, rows, acknowledged: 1, sent: 3).Last);
        Assert.True(_findings.IsEmpty, _findings.ToString());

        Check(bucket, rows, acknowledged: 3, sent: 3);
        Assert.Equal(1, _findings[Damage.Phantom]);
    }

    Versions Check(BucketModel model, BucketAnswer? answer, int acknowledged, int sent)
    {
        var versions = new Versions(acknowledged, sent);
        model.Check(answer, TimeRange.All, versions, _findings);
        return versions;
    }

    /// <summary>An answer with these rows, one behind the other.</summary>
    static BucketAnswer Answer(params IReadOnlyList<IReadOnlyList<TypedColumn>> parts) =>
        new([.. parts[0].Select((column, position) => new DatasetColumn(column.Name, column.Type, [.. parts.SelectMany(part => part[position].Bytes)]))]);
}
