using MarketStore.Trials.PowerCuts.Simulation;

namespace MarketStore.Trials.PowerCuts;

/// <summary>A cut: after how many changes of the disk, what survives, and the chance that decides the rest.</summary>
/// <param name="GoesOn">How many cuts follow in the life after it.</param>
/// <param name="IsLookedAtOnly">Nothing is done with the store after the cut but reading it, if no cut follows.</param>
sealed record CutPlan(int Moment, Survival Survival, int Chance, int GoesOn, bool IsLookedAtOnly);
