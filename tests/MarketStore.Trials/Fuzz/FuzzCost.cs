namespace MarketStore.Trials.Fuzz;

/// <summary>What one input did cost.</summary>
readonly record struct FuzzCost(long AllocatedBytes, TimeSpan Elapsed);
