namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>What a bucket holds, by plain rules: the last row of each slot, or all ticks in the order of time and arrival. Never changes; a batch makes a new one.</summary>
sealed record BucketContent(bool IsVariable, int Schema, long SlotSeconds, ModelRow[] Rows)
{
    public BucketContent With(IReadOnlyList<ModelRow> added)
    {
        if (IsVariable)
            return this with { Rows = [.. Rows.Concat(added).OrderBy(row => row.Nanoseconds)] };
        var slots = Rows.ToDictionary(row => row.Nanoseconds);
        foreach (var row in added)
        {
            var start = SlotStart(row.Nanoseconds);
            slots[start] = row with { Nanoseconds = start };
        }

        return this with { Rows = [.. slots.Values.OrderBy(row => row.Nanoseconds)] };
    }

    /// <summary>Without the rows whose time lies within a range, both ends inclusive.</summary>
    public BucketContent Without(long firstNanosecond, long lastNanosecond) => this with { Rows = [.. Rows.Where(row => row.Nanoseconds < firstNanosecond || row.Nanoseconds > lastNanosecond)] };

    public BucketContent Emptied() => this with { Rows = [] };

    /// <summary>Times of ticks come back to within a 2^31st of their slot.</summary>
    public bool Holds(ModelRow[] found)
    {
        if (found.Length != Rows.Length)
            return false;
        for (var row = 0; row < found.Length; row++)
        {
            if (!IsSame(Rows[row], found[row]))
                return false;
        }

        return true;
    }

    public bool IsSame(ModelRow written, ModelRow found)
    {
        var tolerance = IsVariable ? (SlotSeconds * ModelRow.PerSecond >> 31) + 1 : 0;
        return written.Id == found.Id && Math.Abs(written.Nanoseconds - found.Nanoseconds) <= tolerance;
    }

    /// <summary>All zones of the trial lie whole hours from UTC, so that slots up to an hour start where those of UTC do; daily slots are written in UTC only.</summary>
    public long SlotStart(long nanoseconds) => nanoseconds / (SlotSeconds * ModelRow.PerSecond) * (SlotSeconds * ModelRow.PerSecond);
}
