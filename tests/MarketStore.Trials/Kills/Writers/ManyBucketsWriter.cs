using MarketStore.Trials.Kills.Ledger;

namespace MarketStore.Trials.Kills.Writers;

/// <summary>50 to 200 buckets in every batch; fixed records in one, variable ones in the next.</summary>
sealed class ManyBucketsWriter(int seed, long newYear) : LoadWriter
{
    const int BucketCount = 200;
    const int MinBuckets = 50;
    const int BarSeconds = 300;
    const int SlotCount = 12;

    readonly Random _random = new(seed);
    readonly FixedBucketModel[] _bars = [.. Enumerable.Range(0, BucketCount).Select(number => new FixedBucketModel($"M{number}/5Min/OHLC"))];
    readonly TickBucketModel[] _ticks = [.. Enumerable.Range(0, BucketCount).Select(number => new TickBucketModel($"M{number}/1Min/TRADE"))];

    public override string Name => "many buckets";

    public override IReadOnlyList<QueryGroup> Groups => field ??= [QueryGroup.OfSymbols(_bars), QueryGroup.OfSymbols(_ticks)];

    protected override Call Next(int version, long batch)
    {
        var first = _random.Next(BucketCount);
        var chosen = Enumerable.Range(first, _random.Next(MinBuckets, BucketCount + 1)).Select(number => number % BucketCount);
        return batch % 2 == 0
            ? Write(isVariable: false, [.. chosen.Select(number => (_bars[number].Key, _bars[number].Add(version, batch, Slots())))])
            : Write(isVariable: true, [.. chosen.Select(number => (_ticks[number].Key, _ticks[number].Add(version, batch, Ticks())))]);
    }

    long[] Slots() => [.. Enumerable.Range(_random.Next(SlotCount - 3), _random.Next(1, 4)).Select(slot => newYear + (long)BarSeconds * slot)];

    Tick[] Ticks() => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(number => new Tick(newYear + 60L * _random.Next(SlotCount), 0, number))];
}
