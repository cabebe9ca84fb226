namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>Flushes that can be told to fail.</summary>
enum FlushKind
{
    YearFile,
    Category,

    /// <summary>A log segment, but for the flush of its header, which is its first.</summary>
    Log,

    /// <summary>Any directory but the root.</summary>
    Directory,

    FileSystem,
}
