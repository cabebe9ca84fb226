namespace MarketStore.Storage;

/// <summary>When an acknowledged write is on the disk.</summary>
public enum WalSync
{
    /// <summary>Before the acknowledgement.</summary>
    Commit,

    /// <summary>At most 500 ms later.</summary>
    Interval,

    /// <summary>When the operating system sees fit.</summary>
    None,
}
