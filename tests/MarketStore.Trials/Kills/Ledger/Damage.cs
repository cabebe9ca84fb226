namespace MarketStore.Trials.Kills.Ledger;

/// <summary>What can be wrong with an answer, as against the ledger of acknowledgements.</summary>
enum Damage
{
    /// <summary>An acknowledged row is gone, or has an older value.</summary>
    Lost,

    /// <summary>A part of a batch is there, or a batch is in some of its buckets only.</summary>
    Half,

    /// <summary>A row that was never sent, was refused, or was found absent before.</summary>
    Phantom,

    /// <summary>A row is there more often than it was sent.</summary>
    Doubled,

    /// <summary>Rows out of their order.</summary>
    Disordered,
}
