using MarketStore.Trials.Kills.Ledger;

namespace MarketStore.Trials.Kills.Writers;

/// <summary>
/// Ticks, many to a slot and over the new year, identical ones among them; every third batch goes into a bucket whose rows are all the same. While
/// <see cref="IsHeavy"/>, batches of wide rows instead: so many bytes that the server begins checkpoints by itself.
/// </summary>
sealed class TickWriter(int seed, long newYear) : LoadWriter
{
    const int TicksPerBatch = 90;
    const int BatchesPerSlot = 8;
    const int BatchesBeforeNewYear = 60;
    const int HeavyTicksPerBatch = 4_000;
    const int PaddingColumns = 60;

    readonly Random _random = new(seed);
    readonly TickBucketModel _ticks = new("TICKS/1Sec/TRADE");
    readonly SameTicksModel _same = new("TICKS/1Min/SAME", newYear + 600);
    readonly TickBucketModel _wide = new("WIDE/1Sec/TRADE", PaddingColumns);

    public override string Name => "ticks";

    public override IReadOnlyList<QueryGroup> Groups => field ??= [new("TICKS/1Sec/TRADE", [_ticks]), new("TICKS/1Min/SAME", [_same]), new("WIDE/1Sec/TRADE", [_wide], "Batch", "Number", "Mark")];

    public bool IsHeavy { get; set; }

    protected override Call Next(int version, long batch)
    {
        if (IsHeavy)
            return Write(isVariable: true, (_wide.Key, _wide.Add(version, batch, Ticks(batch, HeavyTicksPerBatch))));
        return batch % 3 == 0
            ? Write(isVariable: true, (_same.Key, _same.Add(version, _random.Next(1, 40))))
            : Write(isVariable: true, (_ticks.Key, _ticks.Add(version, batch, Ticks(batch, TicksPerBatch))));
    }

    /// <summary>Ticks of three seconds, in no order. Seconds are shared with batches before and after; every number may come again, and then the tick is identical.</summary>
    List<Tick> Ticks(long batch, int count)
    {
        var start = newYear + (batch - BatchesBeforeNewYear) / BatchesPerSlot;
        var ticks = new List<Tick>(count);
        for (var number = 0; ticks.Count < count; number++)
        {
            var tick = new Tick(start + number % 3, _random.Next(4) == 0 ? 500_000_000 : _random.Next(1_000_000_000), number);
            ticks.AddRange(Enumerable.Repeat(tick, _random.Next(5) == 0 ? 3 : 1));
        }

        return ticks;
    }
}
