namespace MarketStore.Trials.Fuzz;

/// <summary>A target with what a run has to know before it makes one.</summary>
/// <param name="Name">As the target's own.</param>
/// <param name="What">The code that takes the bytes, for the help text.</param>
/// <param name="InputsPerCase">So many that a case takes about a second.</param>
/// <param name="Bounds">What one input may cost.</param>
/// <param name="Create">Makes a clean target.</param>
sealed record FuzzSubject(string Name, string What, int InputsPerCase, FuzzBounds Bounds, Func<IFuzzTarget> Create);
