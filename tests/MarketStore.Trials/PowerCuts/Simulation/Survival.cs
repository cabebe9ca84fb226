namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>What a power cut leaves of that which no flush had made durable. What is kept of a write is any of its sectors, unless the whole is.</summary>
enum Survival
{
    /// <summary>None of it.</summary>
    Nothing,

    /// <summary>All of it, as when a process is killed.</summary>
    Everything,

    /// <summary>Of all that, only the very last change.</summary>
    LastAlone,

    /// <summary>All but the very last change, which is torn: some of its sectors, the last of them cut at any byte.</summary>
    LastTorn,

    /// <summary>Contents: any sectors and lengths. Names: those done first, as a journal keeps their order.</summary>
    NamesInOrder,

    /// <summary>Contents: any sectors and lengths. Names: any that can stand without the others.</summary>
    NamesInAnyOrder,
}
