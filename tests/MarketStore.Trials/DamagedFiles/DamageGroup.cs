namespace MarketStore.Trials.DamagedFiles;

/// <summary>Cases of one kind of damage.</summary>
/// <param name="Name">What is damaged how, as the figures have it.</param>
/// <param name="Count">How many cases.</param>
/// <param name="First">Cases that every form runs: beside the ends of records and the like.</param>
/// <param name="RunAsync">Runs a case by its number, from 0.</param>
sealed record DamageGroup(string Name, int Count, IReadOnlyList<int> First, Func<int, TrialTally, Task> RunAsync);
