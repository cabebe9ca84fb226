namespace MarketStore.Trials.Fuzz;

/// <summary>What one input did cost.</summary>
/// <param name="AllocatedBytes">By all threads, those of inputs beside it too.</param>
/// <param name="OwnBytes">By the thread that took the input: nobody else's.</param>
/// <param name="Elapsed">By the clock.</param>
readonly record struct FuzzCost(long AllocatedBytes, long OwnBytes, TimeSpan Elapsed);
