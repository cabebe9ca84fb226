namespace MarketStore.Trials.FailingCalls;

/// <summary>What the store has said of an operation.</summary>
enum StoreVerdict
{
    /// <summary>Nothing yet, or something that leaves it open.</summary>
    Open,

    /// <summary>It is done, or is in the log and will be.</summary>
    Done,

    /// <summary>It was refused: nothing of it may ever be seen.</summary>
    Refused,
}
