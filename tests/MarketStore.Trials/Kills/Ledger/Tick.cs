namespace MarketStore.Trials.Kills.Ledger;

/// <summary>One tick of a batch. Ticks of one number in a batch are identical.</summary>
readonly record struct Tick(long Epoch, int Nanoseconds, int Number)
{
    public bool IsBefore(Tick other) => (Epoch, Nanoseconds).CompareTo((other.Epoch, other.Nanoseconds)) < 0;

    public bool IsAtTimeOf(Tick other) => Epoch == other.Epoch && Nanoseconds == other.Nanoseconds;
}
