namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>Makes up rows whose times meet each other: few days of few years, first and last ones among them.</summary>
sealed class RowSource(Random chance)
{
    /// <summary>Bytes of ticks that are written into one slot at once, so that its block is one that checkpoints leave alone for a while.</summary>
    const int BulkBytes = 12_000;

    static readonly int[] Days = [0, 1, 59, 200, 364];

    int _lastId;

    public List<ModelRow> Some(BucketContent bucket)
    {
        var rows = new List<ModelRow>();
        var start = RandomSlot(bucket.SlotSeconds);
        var count = chance.Next(6) == 0 ? chance.Next(10, 40) : chance.Next(1, 5);
        for (var row = 0; row < count; row++)
        {
            // A run of slots, or one here and one there, or all in one.
            var slot = chance.Next(3) switch { 0 => start, 1 => start + row, _ => start + chance.Next(30) };
            rows.Add(NewRow(bucket, slot));
            if (bucket.IsVariable && chance.Next(3) == 0)
                rows.Add(rows[^1]);
        }

        return rows;
    }

    public List<ModelRow> Bulk(BucketContent bucket)
    {
        var slot = SlotOf(2_020, 200, bucket.SlotSeconds);
        return [.. Enumerable.Range(0, BulkBytes / (RowSchema.All[bucket.Schema].RowBytes + 8)).Select(_ => NewRow(bucket, slot))];
    }

    public ModelRow InOneSlot(BucketContent bucket) => NewRow(bucket, SlotOf(2_020, 200, bucket.SlotSeconds));

    long RandomSlot(long slotSeconds) => SlotOf(chance.Next(2_019, 2_022), Days[chance.Next(Days.Length)], slotSeconds) + chance.Next(3);

    static long SlotOf(int year, int day, long slotSeconds) => new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day).ToUnixTimeSeconds() / slotSeconds;

    ModelRow NewRow(BucketContent bucket, long slot)
    {
        // Whole milliseconds stay apart in any slot that the trial uses.
        var milliseconds = chance.Next(4) == 0 ? 0 : chance.NextInt64(bucket.SlotSeconds * 1_000);
        return new((slot * bucket.SlotSeconds * ModelRow.PerSecond) + (milliseconds * 1_000_000), ++_lastId);
    }
}
