namespace MarketStore.Trials.FailingCalls;

/// <summary>How a call fails.</summary>
enum DiskFault
{
    /// <summary>Input/output error: nothing was done.</summary>
    Broken,

    /// <summary>No space left on device: nothing was done.</summary>
    Full,

    /// <summary>No space left on device, after a part of the bytes was written.</summary>
    ShortWrite,
}
