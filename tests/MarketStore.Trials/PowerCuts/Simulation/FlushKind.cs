namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>Flushes that can be told to fail.</summary>
enum FlushKind
{
    YearFile,
    Category,

    /// <summary>The first flush of a log segment.</summary>
    LogHeader,

    /// <summary>A later one.</summary>
    Log,

    Directory,

    FileSystem,

    /// <summary>Of the file of what listeners are not done with.</summary>
    Unfinished,
}
