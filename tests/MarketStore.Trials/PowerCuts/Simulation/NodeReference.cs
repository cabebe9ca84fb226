namespace MarketStore.Trials.PowerCuts.Simulation;

/// <summary>A file or a directory, by a number that is never used again: a directory made anew under an old name is another one.</summary>
readonly record struct NodeReference(int Number, bool IsDirectory);
