using MarketStore.Trials.Kills.Ledger;

namespace MarketStore.Trials.Kills.Writers;

/// <summary>Bars in two buckets and two years in every batch; after a while each batch overwrites slots with newer values.</summary>
sealed class BarWriter(int seed, long newYear) : LoadWriter
{
    const int SlotSeconds = 60;

    /// <summary>Slots on either side of the new year.</summary>
    const int SlotsPerYear = 700;
    const int RowsPerBatch = 120;

    readonly Random _random = new(seed);
    readonly FixedBucketModel[] _buckets = [new("BARA/1Min/OHLC"), new("BARB/1Min/OHLC")];

    public override string Name => "bars";

    public override IReadOnlyList<QueryGroup> Groups => field ??= [QueryGroup.OfSymbols(_buckets)];

    protected override Call Next(int version, long batch)
    {
        // A run of minutes from somewhere before the new year to somewhere after it, and some far from it.
        var start = _random.Next(SlotsPerYear - RowsPerBatch + 20, SlotsPerYear - 20);
        var far = _random.Next(2 * SlotsPerYear - 20);
        var slots = Enumerable.Range(start, RowsPerBatch - 20).Union(Enumerable.Range(far, 20)).ToArray();
        _random.Shuffle(slots);
        var epochs = slots.Select(slot => newYear + (long)SlotSeconds * (slot - SlotsPerYear)).ToArray();
        return Write(isVariable: false, [.. _buckets.Select(bucket => (bucket.Key, bucket.Add(version, batch, epochs)))]);
    }
}
