namespace MarketStore.Trials.PowerCuts.Workload;

/// <summary>A bucket as it was read.</summary>
sealed record FoundBucket(bool IsVariable, int Schema, long SlotSeconds, ModelRow[] Rows)
{
    public bool Is(BucketContent due) => IsVariable == due.IsVariable && Schema == due.Schema && due.Holds(Rows);

    public BucketContent ToContent() => new(IsVariable, Schema, SlotSeconds, Rows);
}
