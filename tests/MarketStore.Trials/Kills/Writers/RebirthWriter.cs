using MarketStore.TestKit.Rpc;
using MarketStore.Trials.Kills.Ledger;

namespace MarketStore.Trials.Kills.Writers;

/// <summary>Makes buckets, writes into them, and removes them, over and over; each time a bucket may come back with other columns.</summary>
sealed class RebirthWriter(int seed, long newYear) : LoadWriter
{
    /// <summary>Half an hour: the start of a slot in all of the timeframes below.</summary>
    const int SlotSeconds = 1_800;

    readonly Random _random = new(seed);

    // Some have a neighbour in their directories that stays, some are alone there, so that all of the directories go.
    readonly RebornBucketModel[] _buckets =
        [new("BARA/1Min/AGAIN"), new("BARA/30Min/HALF"), new("TICKS/1Sec/AGAIN"), new("AGAINA/1Min/AGAIN"), new("AGAINB/1Min/AGAIN"), new("AGAINB/1Min/TOO")];

    public override string Name => "made and removed";

    public override IReadOnlyList<QueryGroup> Groups => field ??= [.. _buckets.Select(bucket => new QueryGroup(bucket.Key, [bucket]))];

    protected override Call Next(int version, long batch)
    {
        var bucket = _buckets[_random.Next(_buckets.Length)];
        if (bucket.Alive is null)
            return _random.Next(2) == 0 ? Create(bucket, version, isVariable: _random.Next(2) == 0) : WriteAnew(bucket, version, batch, isVariable: _random.Next(2) == 0);
        if (_random.Next(3) > 0)
        {
            bucket.Changed(version);
            return WriteRows(bucket, version, batch);
        }

        bucket.Destroy(version);
        return new("DataService.Destroy", Requests.Of(Requests.Key(bucket.Key)));
    }

    static Call Create(RebornBucketModel bucket, int version, bool isVariable)
    {
        var rows = Rows(bucket, isVariable);
        bucket.Create(version, rows);
        IReadOnlyList<(string, string)> columns = isVariable ? [("Batch", "i8"), ("Number", "i4"), ("Mark", "i8")] : [("Batch", "i8"), ("Mark", "i8"), ("Price", "f4"), ("Flag", "u1")];
        return new("DataService.Create", Requests.Of(Requests.Create(bucket.Key, isVariable, columns)));
    }

    Call WriteAnew(RebornBucketModel bucket, int version, long batch, bool isVariable)
    {
        bucket.Create(version, Rows(bucket, isVariable));
        return WriteRows(bucket, version, batch);
    }

    Call WriteRows(RebornBucketModel bucket, int version, long batch)
    {
        var count = _random.Next(1, 8);
        return bucket.Alive switch
        {
            TickBucketModel ticks => Write(isVariable: true, (ticks.Key, ticks.Add(version, batch, [.. Enumerable.Range(0, count).Select(number => new Tick(newYear + number % 2 * SlotSeconds, 0, number))]))),
            FixedBucketModel bars => Write(isVariable: false, (bars.Key, bars.Add(version, batch, [.. Enumerable.Range(-2, count).Select(slot => newYear + (long)SlotSeconds * slot)]))),
            _ => throw new InvalidOperationException($"{bucket.Key} is not there"),
        };
    }

    static BucketModel Rows(RebornBucketModel bucket, bool isVariable) => isVariable ? new TickBucketModel(bucket.Key) : new FixedBucketModel(bucket.Key);
}
